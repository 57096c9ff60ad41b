package ai.zavora.surface.server.approval;

import java.time.Duration;

/** Is told of every approval, for audit and statistics. Safe for use from several threads. */
public interface ApprovalObserver {
    /** A call waits. */
    void asked(ApprovalState pending);

    /**
     * A call waits no more, and the session has that in its journal unless it is withdrawn.
     *
     * @param by the name of the caller who answered; empty text where nobody did
     * @param waited since it was asked for
     */
    void resolved(ApprovalState resolved, String by, Duration waited);
}
