package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.UnwritableStoreException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What becomes of writes where a disk is almost full, and how much of it one transaction that removes events may take. All
 * that it removes goes through the log, which needs as much room, and whoever removes sessions may have little of it left.
 */
final class Room {
    /** Of what is free: pages are whole, those above them are written too, and so do others write. */
    private static final double PART = 0.75;
    /** Less is not worth while: a few pages take it all. */
    static final long LEAST = 64 << 10;
    /** Bytes of the pages at both ends of events that stand one behind the other, which they share with others. */
    static final long OF_ENDS = 2 * 4096;

    /**
     * How many bytes of pages go with an event, at most: one of more than half a page may have a page for itself, and a
     * longer one begins in such a page (sqlite.org/fileformat2.html#record_format).
     */
    static final String OF_EVENT = "(octet_length(event.entry) + min(octet_length(event.entry), 4096))";

    private Room() {}

    /**
     * How many bytes of pages may go at once.
     *
     * @return 0 where there is next to no room; {@link Long#MAX_VALUE} where the file system does not tell
     */
    static long bytes(Path database) {
        var file = database.toFile();
        if (file.getTotalSpace() == 0) {
            return Long.MAX_VALUE;
        }
        var part = (long) (file.getUsableSpace() * PART);
        return part < LEAST ? 0 : part;
    }

    /**
     * Does once more what found no room: the log was emptied since, and the file may have free pages for what was in it.
     *
     * @param work all of it or nothing, each time
     */
    static <T> T twice(Supplier<T> work) {
        try {
            return work.get();
        } catch (UnwritableStoreException noRoom) {
            return work.get();
        }
    }
}
