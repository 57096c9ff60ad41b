package ai.zavora.crash;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.Lease;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.session.SessionSummary;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Says on standard output what was stored once it was: a line {@code ack SEQ ID} per event. */
final class AcknowledgingStore implements SessionStore {
    private final SessionStore store;
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    AcknowledgingStore(SessionStore store) {
        this.store = store;
    }

    @Override
    public long append(SessionKey key, long expectedSeq, List<Event> events) {
        var end = store.append(key, expectedSeq, events);
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

    @Override
    public SessionSummary open(SessionKey key) {
        return store.open(key);
    }

    @Override
    public Lease lease(SessionKey key, Duration patience) throws InterruptedException {
        return store.lease(key, patience);
    }

    @Override
    public List<Event> events(SessionKey key, long afterSeq, int limit) {
        return store.events(key, afterSeq, limit);
    }

    @Override
    public List<SessionSummary> list(String app, String user) {
        return store.list(app, user);
    }

    @Override
    public boolean delete(SessionKey key) {
        return store.delete(key);
    }

    @Override
    public void close() {
        store.close();
    }
}
