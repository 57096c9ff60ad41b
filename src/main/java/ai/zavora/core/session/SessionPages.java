package ai.zavora.core.session;

import ai.zavora.base.error.InterruptedWorkException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * The events of a session as it was when first looked at, read page by page. Each iteration reads anew, and ends with an
 * {@link InterruptedWorkException} when its thread is interrupted.
 */
public final class SessionPages implements Iterable<Event> {
    private static final int PAGE = 1000;

    private final SessionStore store;
    private final SessionKey key;
    private final long afterSeq;
    private final long lastSeq;

    private SessionPages(SessionStore store, SessionKey key, long afterSeq, long lastSeq) {
        this.store = store;
        this.key = key;
        this.afterSeq = afterSeq;
        this.lastSeq = lastSeq;
    }

    /**
     * All events of a session.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION, when there is no such session
     */
    public static SessionPages of(SessionStore store, SessionKey key) {
        return of(store, store.find(key).orElseThrow(() -> SessionFailures.unknown(key)));
    }

    /** All events of a session as it was found. */
    public static SessionPages of(SessionStore store, SessionSummary session) {
        return new SessionPages(store, session.key(), 0, session.lastSeq());
    }

    /** The position of the last event. */
    public long lastSeq() {
        return lastSeq;
    }

    /** The same up to a position. */
    public SessionPages upTo(long seq) {
        return new SessionPages(store, key, afterSeq, Math.min(seq, lastSeq));
    }

    /** The newest of them, at most that many; 0 for all. */
    public SessionPages recent(long count) {
        return new SessionPages(store, key, count == 0 ? 0 : Math.max(0, lastSeq - count), lastSeq);
    }

    /** The same events in another form, each made when it is reached. */
    public <T> Iterable<T> mapped(Function<Event, T> form) {
        return () -> {
            var events = iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return events.hasNext();
                }

                @Override
                public T next() {
                    return form.apply(events.next());
                }
            };
        };
    }

    @Override
    public Iterator<Event> iterator() {
        return new Reader();
    }

    private final class Reader implements Iterator<Event> {
        private Iterator<Event> page = List.<Event>of().iterator();
        private long read = afterSeq;

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && read < lastSeq) {
                page = store.events(key, read, (int) Math.min(PAGE, lastSeq - read))
                        .iterator();
            }
            return page.hasNext();
        }

        @Override
        public Event next() {
            InterruptedWorkException.check();
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var event = page.next();
            read = event.seq();
            return event;
        }
    }
}
