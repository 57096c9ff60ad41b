package ai.zavora.adapter.store.sqlite;

import java.nio.ByteBuffer;

/** SQLite's numbers of one to nine bytes. */
final class Varint {
    private Varint() {}

    /** Reads one, or -1 when the bytes end before it does. */
    static long read(ByteBuffer in) {
        var value = 0L;
        for (var i = 0; i < 9; i++) {
            if (!in.hasRemaining()) {
                return -1;
            }
            var next = in.get();
            if (i == 8) {
                return (value << 8) | (next & 0xff);
            }
            value = (value << 7) | (next & 0x7f);
            if (next >= 0) {
                return value;
            }
        }
        return value;
    }
}
