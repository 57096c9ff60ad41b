package ai.zavora.core.session;

import java.nio.file.Path;
import java.util.List;

/**
 * What was saved of a damaged database, and what was not.
 *
 * @param repaired the new database and what it holds
 * @param damaged the database it was saved from, which is as it was
 * @param sessions every session of the new database, and those of which only the name was left
 * @param unreadable rows that could not be understood in full, and that hold no event: those that can be told to no
 *     session, and those that hold a state
 * @param mayHoldDeleted whether what was deleted before may be among what is told here, saved and lost
 * @param moreMayBeLost whether what tells of lost events and sessions is damaged, too, so that they may be more than are told
 */
public record RepairReport(
        ArchiveContents repaired,
        Path damaged,
        List<SavedSession> sessions,
        long unreadable,
        boolean mayHoldDeleted,
        boolean moreMayBeLost) {
    public RepairReport {
        sessions = List.copyOf(sessions);
    }

    /** Events that were saved, without those that the repair itself wrote in the place of others: the sum over all sessions. */
    public long recovered() {
        return sessions.stream().mapToLong(SavedSession::recovered).sum();
    }

    /** Events that are known to be lost: the sum over all sessions. */
    public long lost() {
        return sessions.stream().mapToLong(SavedSession::lost).sum();
    }

    /** How many sessions had lost their names. */
    public long renamed() {
        return sessions.stream().filter(session -> session.name() == Name.LOST).count();
    }

    /** Whether a session still has its name. */
    public enum Name {
        KEPT,
        LOST
    }

    /**
     * One session.
     *
     * @param recovered events that were saved
     * @param missing events that are gone, as far as their places in the session tell
     * @param unreadable events that are there and cannot be understood
     */
    public record SavedSession(SessionKey key, Name name, long recovered, long missing, long unreadable) {
        /** Missing and unreadable events. */
        public long lost() {
            return missing + unreadable;
        }
    }
}
