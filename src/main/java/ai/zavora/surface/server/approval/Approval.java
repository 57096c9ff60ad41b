package ai.zavora.surface.server.approval;

import java.util.concurrent.CompletableFuture;

/** A tool call that waits for a yes or a no; one thread waits, and {@link Approvals} ends the wait. */
public final class Approval {
    private final ApprovalState state;
    private final CompletableFuture<Resolution> answer = new CompletableFuture<>();

    Approval(ApprovalState state) {
        this.state = state;
    }

    /** What was known of it when it was made. */
    public ApprovalState state() {
        return state;
    }

    /** Completed once, with how it ended. */
    CompletableFuture<Resolution> answer() {
        return answer;
    }
}
