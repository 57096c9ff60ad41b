package ai.zavora.surface.cli;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.FileReplacement;
import ai.zavora.base.file.FileReplacement.NewFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes a report whole or not at all. A new one only its owner may read; one that is replaced keeps its permissions.
 * Neither the telemetry that is reported on nor the session database is ever replaced, nor any other file that does not
 * begin as such a report does: keys, a configuration, a backup.
 */
final class ReportFile {
    /** What the JVM makes of bytes that are not UTF-8. */
    private static final char UNREADABLE = 0xfffd;

    /** How SQLite names what it keeps beside a database, and the database. */
    private static final List<String> OF_DATABASE = List.of("", "-wal", "-shm", "-journal");

    /** Enough of a file to tell what it is. */
    private static final int BEGINNING_BYTES = 4096;

    /** What is written. */
    enum Kind {
        /** One for a browser; also one that another program wrote is replaced. */
        PAGE("page", "<!doctype html|<html"),
        /** An evaluation's, also one of the earlier implementation, or an empty object. */
        REPORT("report", "\\{\\s*+(?:\\}|\"generated_at|\"schema_version\"\\s*+:\\s*+\"zavora\\.eval\\.)");

        private final String word;
        private final Pattern beginning;

        /**
         * @param word in messages
         * @param beginning a pattern of the first word, behind white space and a byte order mark; in either case
         */
        Kind(String word, String beginning) {
            this.word = word;
            this.beginning = Pattern.compile("[\\s\\x{feff}]*+(?:" + beginning + ")", Pattern.CASE_INSENSITIVE);
        }
    }

    private final Path file;
    private final Kind kind;
    private final List<Path> telemetry;
    private final Optional<Path> database;

    /**
     * @param file where the report goes
     * @param kind what is written, and what may be there before
     * @param telemetry the newest file of each log that is not to be touched; the full ones beside it belong to it
     * @param database the session database, which is not to be touched, with what SQLite keeps beside it
     */
    ReportFile(Path file, Kind kind, List<Path> telemetry, Optional<Path> database) {
        this.file = file;
        this.kind = kind;
        this.telemetry = List.copyOf(telemetry);
        this.database = database;
    }

    /**
     * Makes sure, before there is anything to write, that nothing is there that must stay.
     *
     * @throws ZavoraException INPUT, when a folder, telemetry, the session database or another file that is no such report
     *     is there, or its name is no text
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
            if (holdsAnother()) {
                throw refused("is there, and is no " + kind.word, "Name another file, or remove this one first.");
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** A device or a pipe is written to, not replaced; nothing is lost with an empty file. */
    private boolean holdsAnother() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            var beginning = new String(in.readNBytes(BEGINNING_BYTES), StandardCharsets.UTF_8);
            return !kind.beginning.matcher(beginning).lookingAt();
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
     * @throws ZavoraException INPUT, when it cannot be written there, for instance because of what {@link #check()} finds
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
                ErrorKind.INPUT, "The " + kind.word + " cannot be written: " + file + " " + why + ".", hint);
    }

    private ZavoraException unwritable(IOException cause) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The " + kind.word + " cannot be written to " + file + ".",
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
