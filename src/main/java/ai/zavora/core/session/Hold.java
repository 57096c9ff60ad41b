package ai.zavora.core.session;

/** A mark that somebody is working in a session, also between turns: pruning spares it. Any number may hold one. */
public interface Hold extends AutoCloseable {
    /** Takes the mark back. Never throws; a second call does nothing. */
    @Override
    void close();
}
