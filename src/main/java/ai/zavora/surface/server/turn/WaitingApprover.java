package ai.zavora.surface.server.turn;

import ai.zavora.core.policy.Approver;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.approval.Approval;
import ai.zavora.surface.server.approval.ApprovalState;
import ai.zavora.surface.server.approval.Approvals;
import ai.zavora.surface.server.approval.Resolution;
import java.util.function.Consumer;

/** Lets the tool calls of one turn wait until a caller answers. Used on the thread of the turn. */
final class WaitingApprover implements Approver {
    private final Approvals approvals;
    private final SessionKey key;
    private final TurnLog log;
    private final Pause pause;
    private String why = "";

    /** What a turn gives up while it waits. */
    interface Pause {
        /** Before the question is told. */
        void begin();

        /** The question is told. */
        void told();

        /** The answer is there; waits until the turn may go on. */
        void end() throws InterruptedException;
    }

    WaitingApprover(Approvals approvals, SessionKey key, TurnLog log, Pause pause) {
        this.approvals = approvals;
        this.key = key;
        this.log = log;
        this.pause = pause;
    }

    @Override
    public Answer ask(ApprovalRequest request, Consumer<Answer> record) throws InterruptedException {
        var opened = approvals.open(new ApprovalState.Turn(key, log.turnId()), request);
        if (opened.isEmpty()) {
            why = "Too many calls wait for approval on this server, so this one was refused.";
            record.accept(Answer.NO);
            return Answer.NO;
        }
        var how = resolution(opened.get(), given -> record.accept(answer(given)));
        why = how == Resolution.EXPIRED
                ? "Nobody answered in time whether this call of "
                        + request.call().tool() + " may run, so it was refused."
                : "The user did not approve this call of " + request.call().tool() + ".";
        return answer(how);
    }

    private static Answer answer(Resolution how) {
        return switch (how) {
            case APPROVED -> Answer.ONCE;
            case TRUSTED -> Answer.TRUST_TOOL;
            case DENIED, WITHDRAWN, EXPIRED -> Answer.NO;
        };
    }

    private Resolution resolution(Approval approval, Consumer<Resolution> record) throws InterruptedException {
        try {
            pause.begin();
            log.asks(approval.state().json());
            pause.told();
            var how = Resolution.WITHDRAWN;
            try {
                var given = approvals.await(approval);
                record.accept(given);
                approvals.ended(approval, true);
                how = given;
            } finally {
                log.resolved(approval.state().resolved(how).json());
            }
            pause.end();
            return how;
        } finally {
            // whatever failed before that: nobody is left to be answered, and no answer is kept any more
            approvals.ended(approval, false);
        }
    }

    @Override
    public String refusal(String tool) {
        return why;
    }
}
