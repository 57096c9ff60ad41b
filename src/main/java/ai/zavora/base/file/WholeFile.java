package ai.zavora.base.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads small files of settings and keys. Pipes and devices are refused before they are opened, since opening or reading
 * one may wait for ever; the null device alone is read, as an empty file.
 */
public final class WholeFile {
    private static final Path NOTHING = Path.of("/dev/null");

    private WholeFile() {}

    /**
     * All bytes of a file.
     *
     * @param mostBytes a larger file is refused, and not read beyond that
     * @throws UnusableFileException when it is no regular file, or too large
     * @throws java.nio.file.NoSuchFileException when there is none
     */
    public static byte[] read(Path file, int mostBytes) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new UnusableFileException(file, "is a folder");
        }
        if (!attributes.isRegularFile()) {
            if (file.toRealPath().equals(NOTHING)) {
                return new byte[0];
            }
            throw new UnusableFileException(file, "is a pipe, a socket or a device and not a file");
        }
        if (attributes.size() > mostBytes) {
            throw tooLarge(file, mostBytes);
        }
        try (var in = Files.newInputStream(file)) {
            // it may grow meanwhile, and what the system makes up on the fly has no size
            var bytes = in.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw tooLarge(file, mostBytes);
            }
            return bytes;
        }
    }

    private static UnusableFileException tooLarge(Path file, int mostBytes) {
        return new UnusableFileException(file, "is larger than " + (mostBytes >> 20) + " MiB");
    }
}
