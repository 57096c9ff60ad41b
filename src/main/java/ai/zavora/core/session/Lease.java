package ai.zavora.core.session;

/** The right to run a turn in a session, held by one turn at a time across threads and processes. */
public interface Lease extends AutoCloseable {
    /** Gives the session back. Never throws; a second call does nothing. */
    @Override
    void close();
}
