package ai.zavora.core.agent;

/** The words {@link ai.zavora.core.session.Event.TurnAborted} gives as its reason. */
public final class Abort {
    /** The person or the program's end interrupted the turn. */
    static final String INTERRUPTED = "interrupted";
    /** The turn ended with an error before the model had said anything of its reply. */
    static final String FAILED = "failed";
    /** The turn ended with an error while the model was replying. */
    static final String BROKEN_OFF = "broken_off";
    /** The program died; closed when the session was next used. */
    public static final String CRASHED = "crashed";

    /** The session was copied up to the middle of this turn. */
    static final String FORKED = "forked";

    private Abort() {}
}
