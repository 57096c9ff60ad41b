package ai.zavora.core.policy;

import ai.zavora.core.tool.Access;
import java.util.List;

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

    /** Asks and waits for the answer. */
    Answer ask(ApprovalRequest request) throws InterruptedException;

    /** What the model is told when the answer was no. */
    default String refusal(String tool) {
        return "The user did not approve this call of " + tool + ".";
    }

    /** The approver of surfaces where nobody can be asked: answers no, at once, and says how to approve beforehand. */
    static Approver headless() {
        return new Approver() {
            @Override
            public Answer ask(ApprovalRequest request) {
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
