package ai.zavora.core.policy;

import ai.zavora.core.tool.Access;
import java.util.List;
import java.util.function.Consumer;

/** The person, or the absence of one, who answers for a surface. */
public interface Approver {

    /** An answer to an approval request. */
    enum Answer {
        ONCE,
        /** This call and later ones of the same tool in this session. */
        TRUST_TOOL,
        NO
    }

    /** What the person is asked. */
    record ApprovalRequest(ToolCall call, List<Access> accesses, String reason) {
        public ApprovalRequest {
            accesses = List.copyOf(accesses);
        }
    }

    /**
     * Asks and waits for the answer.
     *
     * @param record keeps the answer with the session; to be called once, before whoever gave it learns that it counts,
     *     and before anything else is waited for
     */
    Answer ask(ApprovalRequest request, Consumer<Answer> record) throws InterruptedException;

    /** What the model is told when the answer was no. */
    default String refusal(String tool) {
        return "The user did not approve this call of " + tool + ".";
    }

    /** The approver of surfaces where nobody can be asked: answers no, at once, and says how to approve beforehand. */
    static Approver headless() {
        return new Approver() {
            @Override
            public Answer ask(ApprovalRequest request, Consumer<Answer> record) {
                record.accept(Answer.NO);
                return Answer.NO;
            }

            @Override
            public String refusal(String tool) {
                return "Nobody can be asked in this run. The operator can allow the call with --approve-tool " + tool
                        + " or --always-approve.";
            }
        };
    }
}
