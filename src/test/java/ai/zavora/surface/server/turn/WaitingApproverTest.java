package ai.zavora.surface.server.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.ServerSettings.ApprovalLimits;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.policy.Approver.Answer;
import ai.zavora.core.policy.Approver.ApprovalRequest;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.approval.ApprovalObserver;
import ai.zavora.surface.server.approval.ApprovalState;
import ai.zavora.surface.server.approval.Approvals;
import ai.zavora.surface.server.approval.Resolution;
import ai.zavora.surface.server.wire.ApiException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Approvals of a turn that fails or is stopped while it asks. */
final class WaitingApproverTest {
    private static final SessionKey KEY = new SessionKey("app", "user", "session");

    private final List<String> seen = new ArrayList<>();
    private volatile String id = "";
    private final Approvals approvals =
            new Approvals(new ApprovalLimits(1, Duration.ofMinutes(1)), InstantSource.system(), new ApprovalObserver() {
                @Override
                public void asked(ApprovalState pending) {
                    seen.add("asked");
                }

                @Override
                public void resolved(ApprovalState resolved, String by, Duration waited) {
                    seen.add(resolved.resolution().orElseThrow().status() + by);
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

        assertThatThrownBy(() -> approver.ask(request(), _ -> {})).isInstanceOf(OutOfMemoryError.class);

        assertThat(approvals.pending()).isZero();
        assertThat(seen).containsExactly("asked", "withdrawn");
    }

    /** Asks, with an approval by a caller who is not told yet whether it counts. */
    private WaitingApprover approvedBeforeIts(Runnable wait, CompletableFuture<Boolean> counts) {
        return new WaitingApprover(approvals, KEY, new TurnLog(), new WaitingApprover.Pause() {
            @Override
            public void begin() {}

            @Override
            public void told() {
                id = approvals.pending(KEY.user()).getFirst().facts().id();
                Thread.ofVirtual().start(() -> {
                    try {
                        approvals.answer(KEY.user(), id, Resolution.APPROVED, "caller");
                        counts.complete(true);
                    } catch (ApiException e) {
                        counts.complete(false);
                    }
                });
                while (approvals.pending() > 0) {
                    LockSupport.parkNanos(1_000_000);
                }
                assertThat(counts).isNotDone();
                wait.run();
            }

            @Override
            public void end() throws InterruptedException {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        });
    }

    @Test
    void anAnswerThatComesWithTheStopIsKeptAndCounts() {
        var counts = new CompletableFuture<Boolean>();
        var approver = approvedBeforeIts(() -> Thread.currentThread().interrupt(), counts);
        var kept = new ArrayList<Answer>();

        assertThatThrownBy(() -> approver.ask(request(), kept::add)).isInstanceOf(InterruptedException.class);

        assertThat(kept).containsExactly(Answer.ONCE);
        assertThat(counts.join()).isTrue();
        assertThat(seen).containsExactly("asked", "approvedcaller");
    }

    @Test
    void anAnswerThatCannotBeKeptDoesNotCount() {
        var counts = new CompletableFuture<Boolean>();
        var approver = approvedBeforeIts(() -> {}, counts);

        assertThatThrownBy(() -> approver.ask(request(), _ -> {
                    throw new IllegalStateException("the disk is full");
                }))
                .hasMessage("the disk is full");

        assertThat(counts.join()).isFalse();
        assertThat(approvals.find(KEY.user(), id).flatMap(ApprovalState::resolution))
                .contains(Resolution.WITHDRAWN);
        assertThat(seen).containsExactly("asked", "withdrawn");
    }
}
