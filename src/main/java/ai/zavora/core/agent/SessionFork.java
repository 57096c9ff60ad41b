package ai.zavora.core.agent;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionPages;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.session.SessionSummary;
import java.time.InstantSource;
import java.util.OptionalLong;

/** Copies a session, or its beginning, under a new id, so that a conversation can go two ways. */
public final class SessionFork {
    private SessionFork() {}

    /**
     * A copy.
     *
     * @param copied how many of the original's events it has; those behind them close the turn that was cut off
     */
    public record Fork(SessionSummary session, long copied) {}

    /**
     * Copies the entries up to a position. A tool call whose outcome lies behind it is closed as not run.
     *
     * @param at the position of the last entry to copy; empty for all
     * @throws ZavoraException SESSION, when there is no such session or one of the new id; INPUT, when the position lies
     *     behind the end or no session may have the new id
     */
    public static Fork fork(SessionStore store, SessionKey from, SessionKey to, OptionalLong at, InstantSource clock) {
        var events = SessionPages.of(store, from);
        var end = at.orElse(events.lastSeq());
        if (at.isPresent() && (end < 1 || end > events.lastSeq())) {
            throw noEntry(from, end, events.lastSeq());
        }
        to.requireNameable();
        var now = clock.instant();
        var session = store.insert(
                new SessionSummary(to, now, now, end), new ClosedEvents(events.upTo(end), now, Abort.FORKED));
        return new Fork(session, end);
    }

    private static ZavoraException noEntry(SessionKey session, long position, long last) {
        var name = "The session \"" + session.id() + "\" has no ";
        return last == 0
                ? new ZavoraException(
                        ErrorKind.INPUT, name + "entries.", "Name no position: then it is copied as it is, empty.")
                : new ZavoraException(
                        ErrorKind.INPUT,
                        name + "entry " + position + ": it ends at " + last + ".",
                        "Choose a position from 1 to " + last + "; 'sessions show --json' tells them.");
    }
}
