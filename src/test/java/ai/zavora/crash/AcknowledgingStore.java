package ai.zavora.crash;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.ForwardingStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Says on standard output what was stored once it was: a line {@code ack SEQ ID} per event. */
final class AcknowledgingStore extends ForwardingStore {
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    AcknowledgingStore(SessionStore store) {
        super(store);
    }

    @Override
    public long append(SessionKey key, long expectedSeq, List<Event> events) {
        var end = super.append(key, expectedSeq, events);
        var lines = new StringBuilder();
        for (var event : events) {
            lines.append("ack ")
                    .append(event.seq())
                    .append(' ')
                    .append(event.id())
                    .append('\n');
        }
        try {
            // one write: a line is told whole or not at all
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return end;
    }
}
