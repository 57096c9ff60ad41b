package ai.zavora.base.config;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces a configuration file whole: readers see the old or the new one, and a full disk leaves the old one. */
final class FileReplacement {
    private FileReplacement() {}

    /** Writes the text in place of the file, with its permissions; a link stays one. */
    static void write(Path file, String text) {
        try {
            var target = Files.exists(file) ? file.toRealPath() : file;
            Files.createDirectories(target.resolveSibling(""));
            var temporary = target.resolveSibling(
                    "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
            try {
                fill(temporary, text);
                if (Files.exists(target) && Files.getFileStore(target).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(target));
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The configuration file " + file + " cannot be written.",
                    "Check the folder's permissions and the space on the disk.",
                    e);
        }
    }

    private static void fill(Path temporary, String text) throws IOException {
        try (var channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
