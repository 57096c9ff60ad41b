package ai.zavora.surface.server.approval;

import java.util.concurrent.CompletableFuture;

/** A tool call that waits for a yes or a no; one thread waits, and {@link Approvals} ends the wait. */
public final class Approval {
    private final ApprovalState state;
    private final CompletableFuture<Resolution> answer = new CompletableFuture<>();
    private final CompletableFuture<Boolean> recorded = new CompletableFuture<>();

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

    /**
     * To be called by the thread that waited, however its wait ended; the first call counts.
     *
     * @param inSession whether the session has it in its journal how this ended
     */
    public void ended(boolean inSession) {
        recorded.complete(inSession);
    }

    /** Waits until that is known: whether the session has it in its journal how this ended. */
    boolean awaitRecorded() {
        return recorded.join();
    }
}
