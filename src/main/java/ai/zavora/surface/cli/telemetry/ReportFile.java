package ai.zavora.surface.cli.telemetry;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Writes a page, which only its owner may read, whole or not at all. */
public final class ReportFile {
    private ReportFile() {}

    /**
     * Writes the text there, in place of what was there.
     *
     * @throws ZavoraException INPUT, when it cannot be written there, for instance because a folder is there
     */
    public static void write(Path file, String text) {
        if (Files.isDirectory(file)) {
            throw new ZavoraException(
                    ErrorKind.INPUT, "The page cannot be written: " + file + " is a folder.", "Name a file in it.");
        }
        try {
            var folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            var made = Files.createTempFile(folder, ".report", ".html");
            try {
                Files.writeString(made, text);
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(made);
            }
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The page cannot be written to " + file + ".",
                    "Check that its folder exists, who may write there, and the space on the disk.",
                    e);
        }
    }
}
