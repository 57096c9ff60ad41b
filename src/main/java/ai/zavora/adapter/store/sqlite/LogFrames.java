package ai.zavora.adapter.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The frames of a log (sqlite.org/fileformat2.html, 4). As SQLite does, it believes them up to the first that does not
 * fit the ones before, and of those the ones up to the last commit.
 */
final class LogFrames {
    private static final int MAGIC = 0x377f0682;
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;

    private final ByteBuffer header;
    private final int pageSize;
    private final ByteOrder order;
    private int first;
    private int second;

    LogFrames(ByteBuffer header, int pageSize) {
        this.header = header;
        this.pageSize = pageSize;
        this.order = (header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Where in the log the newest committed state of each page is. */
    Map<Integer, Long> committed(Source log) throws IOException {
        var committed = new HashMap<Integer, Long>();
        add(header.slice(0, HEADER - 8));
        if ((header.getInt(0) & ~1) != MAGIC || !fits(header, HEADER - 8)) {
            return committed;
        }
        var pending = new HashMap<Integer, Long>();
        var size = FRAME_HEADER + pageSize;
        for (var at = (long) HEADER; ; at += size) {
            var frame = log.bytes(at, size);
            if (frame.limit() < size || frame.getLong(8) != header.getLong(16)) {
                return committed;
            }
            add(frame.slice(0, 8));
            add(frame.slice(FRAME_HEADER, pageSize));
            if (!fits(frame, 16)) {
                return committed;
            }
            pending.put(frame.getInt(0), at + FRAME_HEADER);
            if (frame.getInt(4) != 0) {
                committed.putAll(pending);
                pending.clear();
            }
        }
    }

    private boolean fits(ByteBuffer in, int at) {
        return in.getInt(at) == first && in.getInt(at + 4) == second;
    }

    private void add(ByteBuffer bytes) {
        bytes.order(order);
        while (bytes.hasRemaining()) {
            first += bytes.getInt() + second;
            second += bytes.getInt() + first;
        }
    }

    /** The bytes of the log at a place, fewer where it ends. */
    interface Source {
        ByteBuffer bytes(long at, int size) throws IOException;
    }
}
