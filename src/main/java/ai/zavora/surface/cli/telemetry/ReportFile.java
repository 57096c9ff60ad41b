package ai.zavora.surface.cli.telemetry;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.FileReplacement;
import ai.zavora.base.file.FileReplacement.NewFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Writes a page whole or not at all. A new one only its owner may read; one that is replaced keeps its permissions. The
 * telemetry that is reported on is never replaced.
 */
public final class ReportFile {
    private final Path file;
    private final List<Path> telemetry;

    /**
     * @param file where the page goes
     * @param telemetry the newest file of each log that is not to be touched; the full ones beside it belong to it
     */
    public ReportFile(Path file, List<Path> telemetry) {
        this.file = file;
        this.telemetry = List.copyOf(telemetry);
    }

    /**
     * Writes the text there, in place of what was there.
     *
     * @throws ZavoraException INPUT, when it cannot be written there, for instance because a folder or telemetry is there
     */
    public void write(String text) throws InterruptedException {
        if (Files.isDirectory(file)) {
            throw new ZavoraException(
                    ErrorKind.INPUT, "The page cannot be written: " + file + " is a folder.", "Name a file in it.");
        }
        try {
            for (var log : telemetry) {
                if (isOf(log)) {
                    throw new ZavoraException(
                            ErrorKind.INPUT,
                            "The page cannot be written: " + file + " is the telemetry itself.",
                            "Name another file.");
                }
            }
            new FileReplacement(file, NewFile.PRIVATE).deliver(text);
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The page cannot be written to " + file + ".",
                    "Check that its folder exists, who may write there, and the space on the disk.",
                    e);
        }
    }

    /** Whether the page would replace a file of that log: the newest, a full one or its lock. */
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
        return isBeside(target, newest) || isBeside(target, log.toAbsolutePath());
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
