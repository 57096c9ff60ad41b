package ai.zavora.surface.server.turn;

/** Where the operator reads what callers are not told. */
public interface OperatorLog {
    /**
     * Something went wrong.
     *
     * @param requestId the id of the request that ran into it
     */
    void problem(String requestId, Throwable cause);

    /** Something the operator should know of that no request ran into, one sentence or two. */
    void notice(String text);
}
