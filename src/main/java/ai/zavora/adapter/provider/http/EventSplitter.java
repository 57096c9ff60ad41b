package ai.zavora.adapter.provider.http;

import ai.zavora.base.json.JsonException;
import java.nio.charset.StandardCharsets;

/**
 * Cuts the bytes of an answer into lines and the lines into events, whatever the pieces the bytes come in.
 *
 * <p>Lines end with LF, CR LF or CR. A line is decoded from UTF-8 as a whole, so a character split between two pieces
 * stays whole. Not thread-safe.
 */
final class EventSplitter {
    /** One event may have this many bytes. */
    static final int MAX_EVENT_BYTES = 64 * 1024 * 1024;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Framing framing;
    private final EventSink sink;
    private final ByteBuilder line = new ByteBuilder(MAX_EVENT_BYTES);
    private final StringBuilder moreData = new StringBuilder();
    private String data = "";
    private String name = "";
    private int dataLines;
    private boolean afterReturn;
    private boolean atStart = true;

    EventSplitter(Framing framing, EventSink sink) {
        this.framing = framing;
        this.sink = sink;
    }

    /**
     * Takes the next bytes.
     *
     * @return whether the sink wants no more
     * @throws JsonException from the sink, and when an event is larger than {@link #MAX_EVENT_BYTES}
     */
    boolean feed(byte[] bytes) throws JsonException {
        var from = 0;
        for (var i = 0; i < bytes.length; i++) {
            var b = bytes[i];
            if (b == '\n' && afterReturn) {
                afterReturn = false;
                from = i + 1;
            } else if (b == '\n' || b == '\r') {
                afterReturn = b == '\r';
                append(bytes, from, i);
                from = i + 1;
                if (endLine()) {
                    return true;
                }
            } else {
                afterReturn = false;
            }
        }
        append(bytes, from, bytes.length);
        return false;
    }

    /**
     * The stream ended. What is left counts as an event: some servers omit the last line end. It may be cut, so a sink
     * that finds it is not JSON should take that as the break of a stream.
     */
    void end() throws JsonException {
        if (line.length() == 0 || !endLine()) {
            dispatch();
        }
    }

    private void append(byte[] bytes, int from, int to) throws JsonException {
        if (!line.append(bytes, from, to)) {
            throw oversize();
        }
    }

    private static JsonException oversize() {
        return new JsonException("one event is larger than " + MAX_EVENT_BYTES / (1024 * 1024) + " MiB");
    }

    private boolean endLine() throws JsonException {
        var text = line.text(StandardCharsets.UTF_8);
        line.clear();
        if (atStart && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        atStart = false;
        return switch (framing) {
            case SSE -> field(text);
            case NDJSON -> !text.isBlank() && sink.accept(new StreamEvent("", text));
        };
    }

    private boolean field(String text) throws JsonException {
        if (text.isEmpty()) {
            return dispatch();
        }
        var colon = text.indexOf(':');
        var field = colon < 0 ? text : text.substring(0, colon);
        var start = colon < 0 ? text.length() : colon + 1;
        if (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        switch (field) {
            case "data" -> addData(text.substring(start));
            case "event" -> name = text.substring(start);
            default -> {
                // a comment (empty field), an id, a retry time, or a field to come: the standard says to ignore it
            }
        }
        return false;
    }

    private void addData(String text) throws JsonException {
        if (dataLines++ == 0) {
            data = text;
            return;
        }
        if (dataLines == 2) {
            moreData.append(data);
        }
        if (moreData.length() + text.length() >= MAX_EVENT_BYTES) {
            throw oversize();
        }
        moreData.append('\n').append(text);
    }

    private boolean dispatch() throws JsonException {
        if (dataLines > 1) {
            data = moreData.toString();
            moreData.setLength(0);
            moreData.trimToSize();
        }
        var event = new StreamEvent(name, data);
        name = "";
        data = "";
        dataLines = 0;
        return !event.data().isEmpty() && sink.accept(event);
    }
}
