package ai.zavora.core.session;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;

/** The failures every {@link SessionStore} reports in the same words. */
public final class SessionFailures {
    /** What to do where only the log of a database is left. */
    public static final String LOST_HINT =
            "Bring it back beside its log, restore a backup with '" + GivenOptions.DATABASE_COMMAND
                    + " sessions restore FILE', or move what is left of it away to start afresh.";

    /** What to do where an entry of a session is damaged. */
    public static final String DAMAGE_HINT = "Save what can be read with '" + GivenOptions.DATABASE_COMMAND
            + " doctor --repair', restore the database from a" + " backup, or use another --session-id.";

    private SessionFailures() {}

    /** The session was never opened, or was deleted. */
    public static ZavoraException unknown(SessionKey key) {
        return failure(
                "There is no session \"" + key.id() + "\" of application \"" + key.app() + "\" and user \"" + key.user()
                        + "\".",
                "Check --session-id, --user-id and --app-name.");
    }

    /**
     * Somebody else appended since the caller looked.
     *
     * @param expectedSeq the end the caller knew of
     * @param actualSeq the end there is
     */
    public static ZavoraException conflict(SessionKey key, long expectedSeq, long actualSeq) {
        return failure(
                "The session \"" + key.id() + "\" was changed by somebody else meanwhile: it ends at " + actualSeq
                        + ", not at " + expectedSeq + ".",
                "Send the message again; the turn will then see the new state.");
    }

    /** There is a session of that key already. */
    public static ZavoraException exists(SessionKey key) {
        return failure(
                "There is a session \"" + key.id() + "\" already.",
                "Choose another id with --as, or delete that session first.");
    }

    /** Somebody works in the session. */
    public static ZavoraException inUse(SessionKey key) {
        return new SessionBusyException(
                "The session \"" + key.id() + "\" is in use.", "Leave the chat or wait for the turn that uses it.");
    }

    /** Another turn holds the session's lease. */
    public static SessionBusyException busy(SessionKey key) {
        return new SessionBusyException(
                "The session \"" + key.id() + "\" is busy with another turn.",
                "Wait until that turn has ended, or use another --session-id.");
    }

    /** The turn held the session too long without a sign of life and another turn took it over. */
    public static ZavoraException leaseLost(SessionKey key) {
        return failure(
                "Another turn has taken over the session \"" + key.id() + "\".",
                "This process was stopped or cut off for too long: send the message again.");
    }

    /** Somebody deleted the session between two turns of a chat. */
    public static ZavoraException deleted(SessionKey key) {
        return failure(
                "The session \"" + key.id() + "\" was deleted by somebody else: what was said in it is gone.",
                "Send the message again to begin the session anew, with an empty history.");
    }

    /** Somebody put another session or an earlier state in its place between two turns of a chat. */
    public static ZavoraException replaced(SessionKey key) {
        return failure(
                "The session \"" + key.id() + "\" was replaced by somebody else: it does not hold what was said here.",
                "Send the message again to go on with what the session holds now, or use another --session-id.");
    }

    /** A turn needs the whole history of its session, and that is too much. */
    public static ZavoraException tooLarge(SessionKey key) {
        return failure(
                "The history of the session \"" + key.id() + "\" and this turn are too large for the memory of this"
                        + " process.",
                "Copy a part of it with 'sessions fork --at', use another --session-id, or give more memory, for example"
                        + " ZAVORA_JAVA_OPTS=-Xmx4g.");
    }

    /**
     * Sessions are kept in memory, those in use fill what they may, and an entry found no room.
     *
     * @param limit characters
     */
    public static ZavoraException memoryFull(SessionKey key, long limit) {
        return failure(
                "The sessions that are in use, with this entry of \"" + key.id() + "\", are longer than the " + limit
                        + " characters that are kept in memory.",
                "Use another --session-id, delete sessions, or keep them on disk with --session-backend sqlite.");
    }

    /** The store was closed before. */
    public static ZavoraException closed() {
        return failure("The session store is closed.", "Start the program again.");
    }

    private static ZavoraException failure(String message, String hint) {
        return new ZavoraException(ErrorKind.SESSION, message, hint);
    }
}
