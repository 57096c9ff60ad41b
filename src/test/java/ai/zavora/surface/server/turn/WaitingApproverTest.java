package ai.zavora.surface.server.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.ServerSettings.ApprovalLimits;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.policy.Approver.ApprovalRequest;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.approval.ApprovalObserver;
import ai.zavora.surface.server.approval.ApprovalState;
import ai.zavora.surface.server.approval.Approvals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Approvals of a turn that fails while it asks. */
final class WaitingApproverTest {
    private static final SessionKey KEY = new SessionKey("app", "user", "session");

    private final List<String> seen = new ArrayList<>();
    private final Approvals approvals =
            new Approvals(new ApprovalLimits(1, Duration.ofMinutes(1)), InstantSource.system(), new ApprovalObserver() {
                @Override
                public void asked(ApprovalState pending) {
                    seen.add("asked");
                }

                @Override
                public void resolved(ApprovalState resolved, String by, Duration waited) {
                    seen.add("resolved");
                }
            });

    private static ApprovalRequest request() {
        var call = new ToolCall("c1", "tool", JsonValue.object().build());
        return new ApprovalRequest(call, List.of(), "reason");
    }

    @Test
    void aQuestionThatCouldNotBeToldTakesNoPlace() {
        var approver = new WaitingApprover(approvals, KEY, new TurnLog(), new WaitingApprover.Pause() {
            @Override
            public void begin() {}

            @Override
            public void told() {
                throw new OutOfMemoryError("none left");
            }

            @Override
            public void end() {}
        });

        assertThatThrownBy(() -> approver.ask(request())).isInstanceOf(OutOfMemoryError.class);

        assertThat(approvals.pending()).isZero();
        assertThat(seen).containsExactly("asked", "resolved");
    }
}
