package ai.zavora.adapter.provider.http;

import java.nio.charset.Charset;
import java.util.Arrays;

/** Collects bytes up to a limit. Appending takes amortised constant time per byte. Not thread-safe. */
final class ByteBuilder {
    private static final int SMALL = 1024;
    private static final int KEEP = 1024 * 1024;

    private final int limit;
    private byte[] bytes;
    private int length;

    ByteBuilder(int limit) {
        this.limit = limit;
        this.bytes = new byte[Math.min(limit, 256)];
    }

    /** @return whether it still fitted */
    boolean append(byte b) {
        if (length == bytes.length && !grow(1)) {
            return false;
        }
        bytes[length++] = b;
        return true;
    }

    /** @return whether it still fitted; if not, nothing was appended */
    boolean append(byte[] source, int from, int to) {
        var count = to - from;
        if (count > bytes.length - length && !grow(count)) {
            return false;
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return true;
    }

    private boolean grow(int count) {
        if (count > limit - length) {
            return false;
        }
        var wanted = Math.max((long) length + count, Math.max(SMALL, bytes.length * 2L));
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, limit));
        return true;
    }

    int length() {
        return length;
    }

    String text(Charset charset) {
        return new String(bytes, 0, length, charset);
    }

    /** Forgets the content, and the memory of an unusually large one. */
    void clear() {
        length = 0;
        if (bytes.length > KEEP) {
            bytes = new byte[SMALL];
        }
    }
}
