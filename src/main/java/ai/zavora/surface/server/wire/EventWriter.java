package ai.zavora.surface.server.wire;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes an event stream as HTML 9.2.5 ("server-sent events") has it. Used by one thread at a time. Texts of events hold
 * no line breaks: they are JSON.
 */
public final class EventWriter {
    private final OutputStream out;

    public EventWriter(OutputStream out) {
        this.out = requireNonNull(out, "out is null");
    }

    /**
     * One event, sent at once.
     *
     * @param id what a reader names to go on behind this event
     * @param name the event's type; empty for none
     * @param data on one line
     */
    public void event(Optional<String> id, Optional<String> name, String data) throws IOException {
        var text = new StringBuilder(data.length() + 64);
        id.ifPresent(value -> text.append("id: ").append(value).append('\n'));
        name.ifPresent(value -> text.append("event: ").append(value).append('\n'));
        text.append("data: ").append(data).append("\n\n");
        write(text);
    }

    /** What readers ignore: it shows that the connection still stands. */
    public void comment() throws IOException {
        write(":\n\n");
    }

    private void write(CharSequence text) throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
