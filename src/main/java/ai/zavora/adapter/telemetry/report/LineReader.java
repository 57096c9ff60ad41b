package ai.zavora.adapter.telemetry.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a stretch of a file forward, line by line, in one buffer whatever its size. */
final class LineReader {
    /** A longer line is none of ours and is passed over without being held. */
    static final int LONGEST = 1 << 20;

    private static final int BLOCK = 1 << 18;

    private final byte[] buffer = new byte[LONGEST + BLOCK + 1];
    private final Lines lines;
    private int filled;
    private boolean passingOver;

    LineReader(Lines lines) {
        this.lines = lines;
    }

    /** Who is told of the lines. */
    interface Lines {
        /**
         * A line begins there; a line feed stands behind it.
         *
         * @return where its line feed stands
         */
        int line(byte[] bytes, int from);

        /** A line was longer than {@link #LONGEST}. */
        void tooLong();

        /** The stretch ends with a line that has no line feed; one was put there. */
        void unfinished(byte[] bytes, int from, int to);
    }

    /** Whether a line may hold that and still be empty. */
    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** Reads from one offset, which begins a line, up to another. A file that became shorter ends there. */
    void read(FileChannel file, long from, long to) throws IOException {
        filled = 0;
        passingOver = false;
        var position = from;
        while (position < to) {
            var room = (int) Math.min(BLOCK, to - position);
            var count = file.read(ByteBuffer.wrap(buffer, filled, room), position);
            if (count < 0) {
                break;
            }
            position += count;
            take(count);
        }
        end();
    }

    private void take(int count) {
        var last = filled + count - 1;
        while (last >= filled && buffer[last] != '\n') {
            last--;
        }
        var end = filled + count;
        if (last < filled) {
            filled = end;
        } else {
            tell(last);
            filled = end - (last + 1);
            System.arraycopy(buffer, last + 1, buffer, 0, filled);
        }
        if (filled > LONGEST) {
            passingOver = true;
            filled = 0;
        }
    }

    /** Tells of all lines up to the line feed at that place. */
    private void tell(int last) {
        var at = 0;
        if (passingOver) {
            lines.tooLong();
            passingOver = false;
            at = lineFeed(0) + 1;
        }
        while (at <= last) {
            at = lines.line(buffer, at) + 1;
        }
    }

    private int lineFeed(int from) {
        var at = from;
        while (buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private void end() {
        if (passingOver) {
            lines.tooLong();
        } else if (filled > 0) {
            buffer[filled] = '\n';
            lines.unfinished(buffer, 0, filled);
        }
    }
}
