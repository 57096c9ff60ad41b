package ai.zavora.surface.cli;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.FileReplacement;
import ai.zavora.base.file.FileReplacement.NewFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes a report whole or not at all. A new one only its owner may read; one that is replaced keeps its permissions.
 * Neither the telemetry that is reported on nor the session database is ever replaced.
 */
final class ReportFile {
    /** What the JVM makes of bytes that are not UTF-8. */
    private static final char UNREADABLE = 0xfffd;

    /** How SQLite names what it keeps beside a database, and the database. */
    private static final List<String> OF_DATABASE = List.of("", "-wal", "-shm", "-journal");

    private final Path file;
    private final String what;
    private final List<Path> telemetry;
    private final Optional<Path> database;

    /**
     * @param file where the report goes
     * @param what it is called in messages, for example {@code page}
     * @param telemetry the newest file of each log that is not to be touched; the full ones beside it belong to it
     * @param database the session database, which is not to be touched, with what SQLite keeps beside it
     */
    ReportFile(Path file, String what, List<Path> telemetry, Optional<Path> database) {
        this.file = file;
        this.what = what;
        this.telemetry = List.copyOf(telemetry);
        this.database = database;
    }

    /**
     * Makes sure, before there is anything to write, that nothing is there that must stay.
     *
     * @throws ZavoraException INPUT, when a folder, telemetry or the session database is there, or its name is no text
     */
    void check() {
        requireText();
        if (Files.isDirectory(file)) {
            throw refused("is a folder", "Name a file in it.");
        }
        try {
            for (var log : telemetry) {
                if (isOf(log)) {
                    throw refused("is the telemetry itself", "Name another file.");
                }
            }
            if (database.isPresent() && isOfDatabase(database.get())) {
                throw refused("is the session database itself, or belongs to it", "Name another file.");
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** A name with control characters, or of bytes that are no text, would lead to a file that is hard to name again. */
    private void requireText() {
        if (file.toString().codePoints().anyMatch(c -> Character.isISOControl(c) || c == UNREADABLE)) {
            throw refused("is not a name of plain text", "Name the file in UTF-8, without control characters.");
        }
    }

    /**
     * The same for a file that was read for the report.
     *
     * @param name of that file in messages, for example {@code the data set itself}
     */
    void check(Path read, String name) {
        try {
            if (Files.exists(file) && Files.exists(read) && Files.isSameFile(file, read)) {
                throw refused("is " + name, "Name another file.");
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Makes the folder of the file.
     *
     * @throws ZavoraException INPUT, when it cannot be made
     */
    void makeFolder() {
        try {
            Files.createDirectories(FileReplacement.target(file).resolveSibling(""));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Writes the text there, in place of what was there.
     *
     * @throws ZavoraException INPUT, when it cannot be written there, for instance because a folder or telemetry is there
     */
    void write(String text) throws InterruptedException {
        check();
        try {
            new FileReplacement(file, NewFile.PRIVATE).deliver(text);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private ZavoraException refused(String why, String hint) {
        return new ZavoraException(
                ErrorKind.INPUT, "The " + what + " cannot be written: " + file + " " + why + ".", hint);
    }

    private ZavoraException unwritable(IOException cause) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The " + what + " cannot be written to " + file + ".",
                "Check that its folder exists, who may write there, and the space on the disk.",
                cause);
    }

    /** Whether the report would replace the database, or be taken for a part of it. */
    private boolean isOfDatabase(Path database) throws IOException {
        var place = FileReplacement.target(database);
        for (var ending : OF_DATABASE) {
            var part = place.resolveSibling(place.getFileName() + ending);
            var isThere = Files.exists(file) && Files.exists(part);
            if (isThere
                    ? Files.isSameFile(file, part)
                    : FileReplacement.target(file).equals(FileReplacement.target(part))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the report would replace a file of that log: the newest, a full one or its lock. */
    private boolean isOf(Path log) throws IOException {
        if (!Files.exists(file)) {
            return FileReplacement.target(file).equals(FileReplacement.target(log));
        }
        if (!Files.isRegularFile(file)) {
            // a device or a pipe is written to, not replaced
            return false;
        }
        if (Files.exists(log) && Files.isSameFile(file, log)) {
            return true;
        }
        var target = FileReplacement.target(file);
        var newest = FileReplacement.target(log);
        return isBeside(target, newest)
                || isBeside(target, log.toAbsolutePath())
                || isBeside(file.toAbsolutePath(), newest)
                || isBeside(file.toAbsolutePath(), log.toAbsolutePath());
    }

    private static boolean isBeside(Path target, Path newest) throws IOException {
        var name = Objects.requireNonNull(target.getFileName()).toString();
        var beginning = newest.getFileName() + ".";
        if (!name.startsWith(beginning) || !Files.exists(newest.resolveSibling(""))) {
            return false;
        }
        var rest = name.substring(beginning.length());
        return (rest.equals("lock") || rest.chars().allMatch(Character::isDigit))
                && Files.isSameFile(target.resolveSibling(""), newest.resolveSibling(""));
    }
}
