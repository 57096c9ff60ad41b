package ai.zavora.surface.server.turn;

import ai.zavora.core.policy.Approver;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers for the turn that runs: an agent outlives it, and the next may have another way to get an answer. */
final class SessionApprover implements Approver {
    private final Supplier<Approver> current;

    /** @param current that of the turn that runs in the session */
    SessionApprover(Supplier<Approver> current) {
        this.current = current;
    }

    @Override
    public Answer ask(ApprovalRequest request, Consumer<Answer> record) throws InterruptedException {
        return current.get().ask(request, record);
    }

    @Override
    public String refusal(String tool) {
        return current.get().refusal(tool);
    }
}
