package ai.zavora.blackbox.server;

import static ai.zavora.blackbox.server.Approvals.ASK;
import static ai.zavora.blackbox.server.Approvals.CALL;
import static ai.zavora.blackbox.server.Approvals.LIST;
import static ai.zavora.blackbox.server.Approvals.OUTCOME;
import static ai.zavora.blackbox.server.Approvals.asked;
import static ai.zavora.blackbox.server.Approvals.decide;
import static ai.zavora.blackbox.server.Approvals.end;
import static ai.zavora.blackbox.server.Approvals.path;
import static ai.zavora.blackbox.server.Approvals.question;
import static ai.zavora.blackbox.server.Approvals.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code "approvals": "wait"}: tool calls that wait until a caller approves or denies them. */
final class ApprovalsTest extends SharedServerTest {

    /** A server where every call needs a yes. */
    @Override
    Launcher served() {
        return super.served().with("ZAVORA_TOOL_CONFIRMATION_MODE", "always");
    }

    /** What a test left waiting, another one must not find. */
    @AfterEach
    void endWhatWaits() throws InterruptedException {
        for (var waiting : agent.get(LIST).json().array("approvals")) {
            var approval = (JsonValue.Obj) waiting;
            decide(agent, approval, "deny");
            end(agent, approval);
        }
    }

    @Test
    void anApprovedCallRunsAndTheAnswerComes() throws InterruptedException {
        model.reply(CALL, Reply.text("Done."));
        var approval = asked(agent, "wanted");
        var listed = agent.get(LIST).json().array("approvals");
        var running = agent.get("/v1/sessions/wanted/turns/" + text(approval, "turn_id"));
        var before = model.requests().size();

        var approved = decide(agent, approval, "approve");
        var answer = end(agent, approval);

        assertThat(text(approval, "tool")).isEqualTo("release_template");
        assertThat(text(approval, "status")).isEqualTo("pending");
        assertThat(approval.object("arguments").orElseThrow().integer("releases"))
                .hasValue(2);
        assertThat(listed).containsExactly(approval);
        assertThat(running.json().array("approvals")).containsExactly(approval);
        assertThat(before).isEqualTo(1);
        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        assertThat(text(approved.json(), "status")).isEqualTo("approved");
        assertThat(text(approved.json(), "scope")).isEqualTo("once");
        assertThat(answer.json().string("answer")).contains("Done.");
        assertThat(model.lastRequest().bodyText()).contains(OUTCOME);
        assertThat(agent.get(LIST).json().array("approvals")).isEmpty();
        var shown = program().run("--session-backend", "sqlite", "sessions", "export", "wanted");
        assertThat(shown.out()).contains("tool_started", "approved");
    }

    @Test
    void aDeniedCallDoesNotRun() throws InterruptedException {
        model.reply(CALL, Reply.text("Then not."));
        var approval = asked(agent, "denied");
        var denied = decide(agent, approval, "deny");
        var answer = end(agent, approval);

        assertThat(text(denied.json(), "status")).isEqualTo("denied");
        assertThat(answer.json().string("answer")).contains("Then not.");
        assertThat(model.lastRequest().bodyText())
                .contains("did not approve this call of release_template")
                .doesNotContain(OUTCOME);
        var shown = program().run("--session-backend", "sqlite", "sessions", "export", "denied");
        assertThat(shown.out()).contains("refused").doesNotContain("tool_started");
    }

    @Test
    void anApprovalForTheSessionCountsForLaterTurnsOfIt() throws InterruptedException {
        model.reply(CALL, Reply.text("one"), CALL, Reply.text("two"), CALL);
        var approval = asked(agent, "trusted");
        var approved = agent.post(path(approval), "{\"decision\":\"approve\",\"scope\":\"session\"}");
        end(agent, approval);
        var later = agent.post(ASK, question("trusted"));
        var elsewhere = agent.post(ASK, question("elsewhere"));

        assertThat(text(approved.json(), "scope")).isEqualTo("session");
        assertThat(later.status()).as(later.text()).isEqualTo(200);
        assertThat(later.json().string("answer")).contains("two");
        assertThat(elsewhere.status()).isEqualTo(202);
    }

    @Test
    void anApprovalIsAnsweredOnce() throws InterruptedException {
        model.reply(CALL);
        var approval = asked(agent, "once");
        decide(agent, approval, "approve");
        var again = decide(agent, approval, "deny");
        end(agent, approval);

        assertThat(again.status()).isEqualTo(409);
        assertThat(text(again.json(), "message")).contains("approved already");
        assertThat(model.lastRequest().bodyText()).contains(OUTCOME);
    }

    @Test
    void aStreamTellsOfTheApprovalAndGoesOn() throws InterruptedException {
        model.reply(CALL, Reply.text("Done."));
        try (var asking = Sockets.post(agent, ASK, "text/event-stream", question("streamed"))) {
            asking.awaitLine("event: approval_requested");
            var data = Events.of(asking.awaitLine("data: ")).getFirst().data();
            decide(agent, data.object("data").orElseThrow(), "approve");
            var rest = asking.rest();

            assertThat(rest).contains("event: approval_resolved", "event: tool_use", "event: tool_result");
            assertThat(rest.indexOf("event: approval_resolved")).isLessThan(rest.indexOf("event: tool_use"));
            assertThat(rest).contains("\"response\":\"Done.\"");
        }
    }

    @Test
    void aCallerWhoLeavesItsStreamWithdrawsTheApproval() throws InterruptedException {
        model.reply(CALL);
        var asking = Sockets.post(agent, ASK, "text/event-stream", question("left"));
        asking.awaitLine("event: approval_requested");
        var data = Events.of(asking.awaitLine("data: ")).getFirst().data();
        var approval = data.object("data").orElseThrow();
        asking.close();
        var end = end(agent, approval);

        assertThat(end.status()).isEqualTo(409);
        assertThat(text(agent.get(path(approval)).json(), "status")).isEqualTo("withdrawn");
        assertThat(decide(agent, approval, "approve").status()).isEqualTo(409);
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void aDetachedStreamLeavesTheApprovalBehind() throws InterruptedException {
        model.reply(CALL, Reply.text("Done."));
        var question = question("detached").replace("}", ",\"detach\":true}");
        var asking = Sockets.post(agent, ASK, "text/event-stream", question);
        asking.awaitLine("event: approval_requested");
        var data = Events.of(asking.awaitLine("data: ")).getFirst().data();
        asking.close();
        var approval = data.object("data").orElseThrow();

        assertThat(decide(agent, approval, "approve").status()).isEqualTo(200);
        assertThat(end(agent, approval).json().string("answer")).contains("Done.");
    }

    @Test
    void callsOfOneReplyWaitOneAfterTheOther() throws InterruptedException {
        var none = JsonValue.Obj.EMPTY;
        model.reply(
                Reply.toolUses(
                        Reply.Call.of("c1", "release_template", none), Reply.Call.of("c2", "release_template", none)),
                Reply.text("Done."));
        var first = asked(agent, "several");
        decide(agent, first, "deny");
        var waiting = agent.get(LIST).json().array("approvals");
        while (waiting.isEmpty()) {
            waiting = agent.get(LIST).json().array("approvals");
        }
        var second = (JsonValue.Obj) waiting.getFirst();
        decide(agent, second, "approve");
        var end = end(agent, first);

        assertThat(text(first, "call_id")).isEqualTo("c1");
        assertThat(text(second, "call_id")).isEqualTo("c2");
        assertThat(text(second, "turn_id")).isEqualTo(text(first, "turn_id"));
        assertThat(end.json().string("answer")).contains("Done.");
        assertThat(model.lastRequest().bodyText()).contains("did not approve", OUTCOME);
    }

    @Test
    void anInterruptEndsTheWait() throws InterruptedException {
        model.reply(CALL);
        var approval = asked(agent, "interrupted");
        var interrupted = agent.post("/v1/interrupt", "{\"session_id\":\"interrupted\"}");
        var end = end(agent, approval);
        var next = agent.post(ASK, question("interrupted"));

        assertThat(interrupted.json().bool("interrupted")).contains(true);
        assertThat(end.status()).isEqualTo(409);
        assertThat(text(agent.get(path(approval)).json(), "status")).isEqualTo("withdrawn");
        assertThat(next.status()).as(next.text()).isEqualTo(200);
    }

    @Test
    void whoDoesNotAskForItIsRefusedAtOnce() throws InterruptedException {
        model.reply(CALL, Reply.text("Then not."), CALL, Reply.text("Then not."));
        for (var more : new String[] {"", ",\"approvals\":\"refuse\""}) {
            var answer = agent.post(ASK, "{\"prompt\":\"plan\",\"session_id\":\"refused\"" + more + "}");

            assertThat(answer.json().string("answer")).contains("Then not.");
            assertThat(model.lastRequest().bodyText())
                    .contains("--approve-tool release_template")
                    .doesNotContain(OUTCOME);
        }
    }

    @Test
    void theNextTurnOfASessionAnswersInItsOwnWay() throws InterruptedException {
        model.reply(CALL, Reply.text("refused"), CALL, Reply.text("approved"));
        agent.post(ASK, "{\"prompt\":\"plan\",\"session_id\":\"both-ways\"}");
        var approval = asked(agent, "both-ways");
        decide(agent, approval, "approve");

        assertThat(end(agent, approval).json().string("answer")).contains("approved");
    }

    @Test
    void whatIsNoAnswerChangesNothing() throws InterruptedException {
        model.reply(CALL);
        var path = path(asked(agent, "no-answer"));

        assertThat(agent.post(path, "{}").status()).isEqualTo(422);
        assertThat(agent.post(path, "{\"decision\":\"perhaps\"}").status()).isEqualTo(422);
        assertThat(agent.post(path, "{\"decision\":\"approve\",\"scope\":\"always\"}")
                        .status())
                .isEqualTo(422);
        assertThat(agent.post(path, "{\"decision\":\"deny\",\"scope\":\"once\"}")
                        .status())
                .isEqualTo(422);
        assertThat(agent.post(LIST + "/none", "{\"decision\":\"deny\"}").status())
                .isEqualTo(404);
        assertThat(agent.post(ASK, "{\"prompt\":\"hi\",\"approvals\":\"maybe\"}")
                        .status())
                .isEqualTo(422);
        assertThat(text(agent.get(path).json(), "status")).isEqualTo("pending");
    }

    @Test
    void anApprovalForASessionEndsWithItWhoeverDeletesIt() throws InterruptedException {
        model.reply(CALL, Reply.text("Done."), CALL, Reply.text("Done again."));
        var approval = asked(agent, "deleted");
        agent.post(path(approval), "{\"decision\":\"approve\",\"scope\":\"session\"}");
        assertThat(end(agent, approval).status()).isEqualTo(200);
        var deleted = program()
                .run("--session-backend", "sqlite", "sessions", "delete", "--session-id", "deleted", "--force");
        assertThat(deleted.exit()).as(deleted.err()).isZero();

        assertThat(asked(agent, "deleted").string("status")).contains("pending");
    }
}
