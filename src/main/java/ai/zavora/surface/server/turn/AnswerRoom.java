package ai.zavora.surface.server.turn;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much all turns that run may have said together: until its end a turn is in memory, several times over. Safe for use
 * from several threads.
 */
final class AnswerRoom {
    /** How many bytes of the heap there must be for a character of an answer. */
    private static final int BYTES_FOR_CHAR = 16;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /** @param most characters */
    AnswerRoom(long most) {
        this.most = most;
    }

    /** As much as a heap of that size can hold. */
    static AnswerRoom ofHeap(long bytes) {
        return new AnswerRoom(bytes / BYTES_FOR_CHAR);
    }

    /** What one turn has taken; used by one thread at a time. */
    final class Share implements AutoCloseable {
        private long mine;

        /** Takes room for so many characters; whether there was enough. */
        boolean take(int chars) {
            mine += chars;
            return taken.addAndGet(chars) <= most;
        }

        /** Gives all of it back. */
        @Override
        public void close() {
            taken.addAndGet(-mine);
            mine = 0;
        }
    }
}
