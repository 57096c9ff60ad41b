package ai.zavora.adapter.provider.local.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * A model file that is still arriving. It lies beside its place under a hidden name and survives the process, so that a
 * later pull continues it. Not thread-safe.
 */
final class PartialFile implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final long expected;
    private final LongConsumer onSize;
    // plain file access: an interruptible channel would close itself and lose the place
    private final RandomAccessFile file;
    private long size;

    private PartialFile(Path path, long expected, LongConsumer onSize, RandomAccessFile file) throws IOException {
        this.path = path;
        this.expected = expected;
        this.onSize = onSize;
        this.file = file;
        this.size = file.length();
        truncate(Math.min(size, expected));
    }

    /**
     * Opens it, or makes it.
     *
     * @param expected the size of the whole model in bytes
     * @param onSize told the size in bytes whenever it changes
     */
    static PartialFile open(Path path, long expected, LongConsumer onSize) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            return new PartialFile(path, expected, onSize, file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** How many bytes are here. */
    long size() {
        return size;
    }

    /** The size of the whole model in bytes. */
    long expected() {
        return expected;
    }

    /** Keeps the first bytes only. */
    void truncate(long length) throws IOException {
        file.setLength(length);
        file.seek(length);
        size = length;
        onSize.accept(size);
    }

    /** Appends bytes. */
    void append(byte[] bytes, int count) throws IOException {
        file.write(bytes, 0, count);
        size += count;
        onSize.accept(size);
    }

    /** Appends a whole stream. */
    void append(InputStream in) throws IOException, InterruptedException {
        var buffer = new byte[CHUNK];
        for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            append(buffer, count);
            checkInterrupt();
        }
    }

    /** Tells that so many bytes more are on this machine, though not in this file yet. */
    void announce(long pending) {
        onSize.accept(Math.min(expected, size + pending));
    }

    /** The SHA-256 of what is here, in lowercase hex. */
    String sha256() throws IOException, InterruptedException {
        var digest = digest();
        var buffer = new byte[CHUNK];
        try (var in = Files.newInputStream(path)) {
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                checkInterrupt();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Makes sure that what is here survives a power cut. */
    void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
