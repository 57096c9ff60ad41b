package ai.zavora.adapter.store.sqlite;

import java.nio.file.Path;

/**
 * How much of a disk one transaction that removes events may take. All that it removes goes through the log, which needs as
 * much room, and whoever removes sessions may have little of it left.
 */
final class Room {
    /** Of what is free: pages are whole, those above them are written too, and so do others write. */
    private static final double PART = 0.75;
    /** Less is not worth while: a few pages take it all. */
    private static final long LEAST = 64 << 10;

    private Room() {}

    /**
     * How many bytes of events may be removed at once.
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
}
