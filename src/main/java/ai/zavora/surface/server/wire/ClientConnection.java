package ai.zavora.surface.server.wire;

/** Where a request came from. */
public interface ClientConnection {
    /** The caller's address, for the log. */
    String peer();

    /** The server's address and port that were called, as in a {@code Host} header. */
    String local();

    /**
     * Watches the connection until it ends; to be called once the body is read. The connection takes no further request.
     *
     * @param gone run once, on a thread of its own, when the caller goes away before the watch is closed
     */
    Watch watch(Runnable gone);

    /** Ends watching. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
