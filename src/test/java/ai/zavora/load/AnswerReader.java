package ai.zavora.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Reads answers of HTTP/1.1, one behind the other on a connection. */
final class AnswerReader {
    private static final int LONGEST_LINE = 8192;
    private static final long UNKNOWN = -1;

    private final InputStream in;
    private final TextSearch search;
    private final byte[] buffer = new byte[LONGEST_LINE];
    private int from;
    private int to;
    private long now;
    private long bytes;
    private Optional<EventTimes> events = Optional.empty();

    /** @param expected a text that a complete answer holds; empty for any answer */
    AnswerReader(InputStream in, String expected) {
        this.in = in;
        this.search = new TextSearch(expected);
    }

    /**
     * Reads the next answer.
     *
     * @param bodiless whether the request was one whose answer has no body
     */
    Answer read(boolean bodiless) throws IOException {
        var head = head();
        while (head.status < 200) {
            head = head();
        }
        bytes = 0;
        search.reset();
        events = head.eventStream ? Optional.of(new EventTimes()) : Optional.empty();
        var reusable = head.persistent;
        if (!bodiless && head.status != 204 && head.status != 304) {
            if (head.chunked) {
                chunks();
            } else if (head.length == UNKNOWN) {
                untilEnd();
                reusable = false;
            } else {
                counted(head.length);
            }
        }
        return new Answer(head.status, bytes, reusable, search.found(), events);
    }

    /** What the head of an answer says. */
    private static final class Head {
        private int status;
        private boolean persistent;
        private boolean chunked;
        private boolean eventStream;
        private long length = UNKNOWN;
    }

    private Head head() throws IOException {
        if (from == to && !fill()) {
            throw new Failure(Failure.Kind.CLOSED);
        }
        var head = new Head();
        var start = line();
        if (!start.startsWith("HTTP/1.") || start.length() < 12) {
            throw new Failure(Failure.Kind.MALFORMED);
        }
        head.status = (int) number(start.substring(9, 12), 10);
        head.persistent = start.startsWith("HTTP/1.1");
        for (var line = line(); !line.isEmpty(); line = line()) {
            field(head, line);
        }
        return head;
    }

    private static void field(Head head, String line) throws Failure {
        var colon = line.indexOf(':');
        if (colon < 1) {
            throw new Failure(Failure.Kind.MALFORMED);
        }
        var value = line.substring(colon + 1).strip();
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> head.length = number(value, 10);
            case "transfer-encoding" -> head.chunked = value.equalsIgnoreCase("chunked");
            case "connection" -> head.persistent &= !value.equalsIgnoreCase("close");
            case "content-type" -> head.eventStream = value.startsWith("text/event-stream");
            default -> {}
        }
    }

    private void chunks() throws IOException {
        for (var size = chunkSize(); size > 0; size = chunkSize()) {
            counted(size);
            if (!line().isEmpty()) {
                throw new Failure(Failure.Kind.MALFORMED);
            }
        }
        while (!line().isEmpty()) {
            // trailers say nothing that is measured
        }
    }

    private long chunkSize() throws IOException {
        var line = line();
        var extension = line.indexOf(';');
        return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
    }

    private void counted(long length) throws IOException {
        for (var left = length; left > 0; ) {
            more();
            var part = (int) Math.min(left, to - from);
            take(part);
            left -= part;
        }
    }

    private void untilEnd() throws IOException {
        while (from < to || fill()) {
            take(to - from);
        }
    }

    private void take(int length) {
        search.accept(buffer, from, from + length);
        if (events.isPresent()) {
            events.get().accept(buffer, from, from + length, now);
        }
        from += length;
        bytes += length;
    }

    /** The next line, without its end. */
    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            more();
            for (var at = from; at < to; at++) {
                if (buffer[at] == '\n') {
                    line.append(new String(buffer, from, at - from, StandardCharsets.ISO_8859_1));
                    from = at + 1;
                    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
                        line.setLength(line.length() - 1);
                    }
                    return line.toString();
                }
            }
            line.append(new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
            from = to;
            if (line.length() > LONGEST_LINE) {
                throw new Failure(Failure.Kind.MALFORMED);
            }
        }
    }

    private void more() throws IOException {
        if (from == to && !fill()) {
            throw new Failure(Failure.Kind.CUT_OFF);
        }
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        now = System.nanoTime();
        return to > 0;
    }

    private static long number(String text, int radix) throws Failure {
        try {
            return Long.parseUnsignedLong(text, radix);
        } catch (NumberFormatException _) {
            throw new Failure(Failure.Kind.MALFORMED);
        }
    }
}
