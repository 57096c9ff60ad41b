package ai.zavora.adapter.telemetry.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Finds where the last lines of a file begin, reading no more of it than these. */
final class TailLocator {
    private static final int BLOCK = 1 << 16;
    /** How near the end records of the own run are looked for: it wrote one or two, and others may write behind it. */
    private static final int NEAR = 64;

    private static final int LONGEST_OWN = 4096;

    private final FileChannel file;
    private final Optional<String> ownRun;

    /** @param ownRun the run whose records do not count */
    TailLocator(FileChannel file, Optional<String> ownRun) {
        this.file = file;
        this.ownRun = ownRun.map(run -> "\"run_id\":\"" + run + "\"");
    }

    /**
     * Where to read from.
     *
     * @param start the offset at which a line begins; 0 when the whole file is needed
     * @param lines how many lines that count stand behind it
     */
    record Tail(long start, long lines) {}

    /**
     * Looks for the last lines before an offset. Lines of blanks do not count.
     *
     * @param limit how many lines; at least 1
     */
    Tail locate(long end, long limit) throws IOException {
        var block = ByteBuffer.allocate(BLOCK);
        var lines = 0L;
        var lineEnd = end;
        var text = false;
        for (var position = end; position > 0; ) {
            var from = Math.max(0, position - BLOCK);
            fill(block, from, (int) (position - from));
            var bytes = block.array();
            for (var i = (int) (position - from) - 1; i >= 0; i--) {
                if (bytes[i] != '\n') {
                    text |= !LineReader.isBlank(bytes[i]);
                    continue;
                }
                if (text && counts(from + i + 1, lineEnd, lines) && ++lines == limit) {
                    return new Tail(from + i + 1, lines);
                }
                text = false;
                lineEnd = from + i;
            }
            position = from;
        }
        return new Tail(0, text && counts(0, lineEnd, lines) ? lines + 1 : lines);
    }

    private void fill(ByteBuffer block, long from, int count) throws IOException {
        block.clear().limit(count);
        while (block.hasRemaining()) {
            if (file.read(block, from + block.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
    }

    private boolean counts(long from, long to, long lines) throws IOException {
        if (ownRun.isEmpty() || lines > NEAR || to - from > LONGEST_OWN) {
            return true;
        }
        var line = ByteBuffer.allocate((int) (to - from));
        fill(line, from, line.capacity());
        return !new String(line.array(), ISO_8859_1).contains(ownRun.get());
    }
}
