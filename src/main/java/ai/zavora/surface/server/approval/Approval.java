package ai.zavora.surface.server.approval;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A tool call that waits for a yes or a no; one thread waits, and {@link Approvals} ends the wait. */
public final class Approval {
    private final ApprovalState state;
    private final CompletableFuture<Decision> decision = new CompletableFuture<>();
    private final CompletableFuture<Boolean> recorded = new CompletableFuture<>();

    /**
     * How the wait ended.
     *
     * @param by the name of the caller who answered; empty text where nobody did
     * @param waited since it was asked for
     */
    record Decision(Resolution how, String by, Duration waited) {}

    Approval(ApprovalState state) {
        this.state = state;
    }

    /** What was known of it when it was made. */
    public ApprovalState state() {
        return state;
    }

    /** Completed once. */
    CompletableFuture<Decision> decision() {
        return decision;
    }

    /** Completed once it is known whether the session has the decision in its journal. */
    CompletableFuture<Boolean> recorded() {
        return recorded;
    }
}
