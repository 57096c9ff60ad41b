package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.PrometheusText;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.ServedAgent.Answer;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** {@code "approvals": "wait"}: tool calls that wait until a caller approves or denies them. */
final class ApprovalsTest extends ServerTest {
    private static final String ASK = "/v1/ask";
    private static final String LIST = "/v1/approvals";
    /** A part of what the tool gives: it stands in a request to the model only where the call ran. */
    private static final String OUTCOME = "Quality gates";

    private static final Reply CALL = Reply.toolUse(
            "release_template", JsonValue.object().put("releases", 2).build());

    /** A server where every call needs a yes. */
    @Override
    ServedAgent serve(String... arguments) throws InterruptedException {
        return ServedAgent.start(
                program().with("ZAVORA_SESSION_BACKEND", "sqlite").with("ZAVORA_TOOL_CONFIRMATION_MODE", "always"),
                arguments);
    }

    private static String question(String session) {
        return "{\"prompt\":\"plan\",\"session_id\":\"" + session + "\",\"approvals\":\"wait\"}";
    }

    /** Asks in a session and answers with the approval that the turn waits for. */
    private static JsonValue.Obj asked(ServedAgent agent, String session) throws InterruptedException {
        var waiting = agent.post(ASK, question(session));
        assertThat(waiting.status()).as(waiting.text()).isEqualTo(202);
        assertThat(waiting.json().string("status")).contains("waiting_for_approval");
        return (JsonValue.Obj) waiting.json().array("approvals").getFirst();
    }

    private static String text(JsonValue.Obj object, String name) {
        return object.string(name).orElseThrow();
    }

    private static String path(JsonValue.Obj approval) {
        return LIST + "/" + text(approval, "id");
    }

    private static Answer decide(ServedAgent agent, JsonValue.Obj approval, String decision)
            throws InterruptedException {
        return agent.post(path(approval), "{\"decision\":\"" + decision + "\"}");
    }

    /** The end of the turn that waited. */
    private static Answer end(ServedAgent agent, JsonValue.Obj approval) throws InterruptedException {
        var turn = "/v1/sessions/" + text(approval, "session_id") + "/turns/" + text(approval, "turn_id");
        var answer = agent.get(turn);
        while (answer.status() == 202) {
            answer = agent.get(turn);
        }
        return answer;
    }

    @Test
    void anApprovedCallRunsAndTheAnswerComes() throws InterruptedException {
        model.reply(CALL, Reply.text("Done."));
        try (var agent = serve()) {
            var approval = asked(agent, "s1");
            var listed = agent.get(LIST).json().array("approvals");
            var running = agent.get("/v1/sessions/s1/turns/" + text(approval, "turn_id"));
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
            agent.stop();
        }
        var shown = program().run("--session-backend", "sqlite", "sessions", "export", "s1");
        assertThat(shown.out()).contains("tool_started", "approved");
    }

    @Test
    void aDeniedCallDoesNotRun() throws InterruptedException {
        model.reply(CALL, Reply.text("Then not."));
        try (var agent = serve()) {
            var approval = asked(agent, "s1");
            var denied = decide(agent, approval, "deny");
            var answer = end(agent, approval);

            assertThat(text(denied.json(), "status")).isEqualTo("denied");
            assertThat(answer.json().string("answer")).contains("Then not.");
            assertThat(model.lastRequest().bodyText())
                    .contains("did not approve this call of release_template")
                    .doesNotContain(OUTCOME);
            agent.stop();
        }
        var shown = program().run("--session-backend", "sqlite", "sessions", "export", "s1");
        assertThat(shown.out()).contains("refused").doesNotContain("tool_started");
    }

    @Test
    void anApprovalForTheSessionCountsForLaterTurnsOfIt() throws InterruptedException {
        model.reply(CALL, Reply.text("one"), CALL, Reply.text("two"), CALL);
        try (var agent = serve()) {
            var approval = asked(agent, "s1");
            var approved = agent.post(path(approval), "{\"decision\":\"approve\",\"scope\":\"session\"}");
            end(agent, approval);
            var later = agent.post(ASK, question("s1"));
            var elsewhere = agent.post(ASK, question("s2"));

            assertThat(text(approved.json(), "scope")).isEqualTo("session");
            assertThat(later.status()).as(later.text()).isEqualTo(200);
            assertThat(later.json().string("answer")).contains("two");
            assertThat(elsewhere.status()).isEqualTo(202);
        }
    }

    @Test
    void whatNobodyAnswersIsDeniedInTheEnd() throws InterruptedException {
        model.reply(CALL, Reply.text("Then not."));
        try (var agent = serve("--approval-wait-secs", "1")) {
            var approval = asked(agent, "s1");
            var answer = end(agent, approval);
            var late = decide(agent, approval, "approve");

            assertThat(answer.json().string("answer")).contains("Then not.");
            assertThat(model.lastRequest().bodyText())
                    .contains("Nobody answered in time")
                    .doesNotContain(OUTCOME);
            assertThat(text(agent.get(path(approval)).json(), "status")).isEqualTo("expired");
            assertThat(late.status()).isEqualTo(409);
            assertThat(text(late.json(), "message")).contains("expired");
        }
    }

    @Test
    void anApprovalIsAnsweredOnce() throws InterruptedException {
        model.reply(CALL);
        try (var agent = serve()) {
            var approval = asked(agent, "s1");
            decide(agent, approval, "approve");
            var again = decide(agent, approval, "deny");
            end(agent, approval);

            assertThat(again.status()).isEqualTo(409);
            assertThat(text(again.json(), "message")).contains("approved already");
            assertThat(model.lastRequest().bodyText()).contains(OUTCOME);
        }
    }

    @Test
    void aStreamTellsOfTheApprovalAndGoesOn() throws InterruptedException {
        model.reply(CALL, Reply.text("Done."));
        try (var agent = serve()) {
            try (var asking = Sockets.post(agent, ASK, "text/event-stream", question("s1"))) {
                asking.awaitLine("event: approval_requested");
                var data = Events.of(asking.awaitLine("data: ")).getFirst().data();
                decide(agent, data.object("data").orElseThrow(), "approve");
                var rest = asking.rest();

                assertThat(rest).contains("event: approval_resolved", "event: tool_use", "event: tool_result");
                assertThat(rest.indexOf("event: approval_resolved")).isLessThan(rest.indexOf("event: tool_use"));
                assertThat(rest).contains("\"response\":\"Done.\"");
            }
        }
    }

    @Test
    void aCallerWhoLeavesItsStreamWithdrawsTheApproval() throws InterruptedException {
        model.reply(CALL);
        try (var agent = serve()) {
            var asking = Sockets.post(agent, ASK, "text/event-stream", question("s1"));
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
    }

    @Test
    void aDetachedStreamLeavesTheApprovalBehind() throws InterruptedException {
        model.reply(CALL, Reply.text("Done."));
        try (var agent = serve()) {
            var question = question("s1").replace("}", ",\"detach\":true}");
            var asking = Sockets.post(agent, ASK, "text/event-stream", question);
            asking.awaitLine("event: approval_requested");
            var data = Events.of(asking.awaitLine("data: ")).getFirst().data();
            asking.close();
            var approval = data.object("data").orElseThrow();

            assertThat(decide(agent, approval, "approve").status()).isEqualTo(200);
            assertThat(end(agent, approval).json().string("answer")).contains("Done.");
        }
    }

    @Test
    void callsOfOneReplyWaitOneAfterTheOther() throws InterruptedException {
        var none = JsonValue.Obj.EMPTY;
        model.reply(
                Reply.toolUses(
                        Reply.Call.of("c1", "release_template", none), Reply.Call.of("c2", "release_template", none)),
                Reply.text("Done."));
        try (var agent = serve()) {
            var first = asked(agent, "s1");
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
    }

    @Test
    void anInterruptEndsTheWait() throws InterruptedException {
        model.reply(CALL);
        try (var agent = serve()) {
            var approval = asked(agent, "s1");
            var interrupted = agent.post("/v1/interrupt", "{\"session_id\":\"s1\"}");
            var end = end(agent, approval);
            var next = agent.post(ASK, question("s1"));

            assertThat(interrupted.json().bool("interrupted")).contains(true);
            assertThat(end.status()).isEqualTo(409);
            assertThat(text(agent.get(path(approval)).json(), "status")).isEqualTo("withdrawn");
            assertThat(next.status()).as(next.text()).isEqualTo(200);
        }
    }

    @Test
    void whoDoesNotAskForItIsRefusedAtOnce() throws InterruptedException {
        model.reply(CALL, Reply.text("Then not."), CALL, Reply.text("Then not."));
        try (var agent = serve()) {
            for (var more : new String[] {"", ",\"approvals\":\"refuse\""}) {
                var answer = agent.post(ASK, "{\"prompt\":\"plan\",\"session_id\":\"s1\"" + more + "}");

                assertThat(answer.json().string("answer")).contains("Then not.");
                assertThat(model.lastRequest().bodyText())
                        .contains("--approve-tool release_template")
                        .doesNotContain(OUTCOME);
            }
        }
    }

    @Test
    void theNextTurnOfASessionAnswersInItsOwnWay() throws InterruptedException {
        model.reply(CALL, Reply.text("refused"), CALL, Reply.text("approved"));
        try (var agent = serve()) {
            agent.post(ASK, "{\"prompt\":\"plan\",\"session_id\":\"s1\"}");
            var approval = asked(agent, "s1");
            decide(agent, approval, "approve");

            assertThat(end(agent, approval).json().string("answer")).contains("approved");
        }
    }

    @Test
    void aWaitingTurnLeavesItsPlaceToOthers() throws InterruptedException {
        model.reply(CALL, Reply.text("other"), Reply.text("Done."));
        try (var agent = serve("--max-turns", "1", "--max-waiting", "0", "--session-wait-secs", "1")) {
            var approval = asked(agent, "s1");
            var metrics = PrometheusText.parse(agent.get("/metrics").text());
            var other = agent.post(ASK, "{\"prompt\":\"hi\",\"session_id\":\"s2\"}");
            var same = agent.post(ASK, "{\"prompt\":\"hi\",\"session_id\":\"s1\"}");
            decide(agent, approval, "approve");
            var answer = end(agent, approval);

            assertThat(metrics.value("zavora_turns_running")).isZero();
            assertThat(metrics.value("zavora_turns_waiting")).isZero();
            assertThat(metrics.value("zavora_approvals_pending")).isEqualTo(1);
            assertThat(other.json().string("answer")).contains("other");
            assertThat(same.status()).isEqualTo(409);
            assertThat(answer.json().string("answer")).contains("Done.");
            var after = PrometheusText.parse(agent.get("/metrics").text());
            assertThat(after.value("zavora_approvals_pending")).isZero();
            assertThat(after.value("zavora_approvals_total{status=\"approved\"}"))
                    .isEqualTo(1);
            assertThat(after.value("zavora_turns_running")).isZero();
        }
    }

    @Test
    void theTimeOfATurnStandsStillWhileItWaits() throws InterruptedException {
        model.reply(CALL, Reply.text("Then not."));
        try (var agent = serve("--turn-timeout-secs", "5", "--approval-wait-secs", "7")) {
            var end = end(agent, asked(agent, "s1"));

            assertThat(end.status()).as(end.text()).isEqualTo(200);
        }
    }

    @Test
    void onlySoManyWait() throws InterruptedException {
        model.reply(CALL, CALL, Reply.text("Then not."));
        try (var agent = serve("--max-approvals", "1")) {
            asked(agent, "s1");
            var second = agent.post(ASK, question("s2"));

            assertThat(second.json().string("answer")).contains("Then not.");
            assertThat(model.lastRequest().bodyText()).contains("Too many calls wait for approval");
        }
    }

    @Test
    void aStopEndsWhatWaits() throws InterruptedException {
        model.reply(CALL);
        try (var agent = serve("--drain-secs", "600")) {
            asked(agent, "s1");
            var run = agent.stop();

            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("1 turn was cut off");
            assertThat(model.requests()).hasSize(1);
        }
        var shown = program().run("--session-backend", "sqlite", "sessions", "export", "s1");
        assertThat(shown.out()).contains("turn_aborted", "interrupted").doesNotContain("tool_started");
    }

    @Test
    void whatIsNoAnswerChangesNothing() throws InterruptedException {
        model.reply(CALL);
        try (var agent = serve()) {
            var path = path(asked(agent, "s1"));

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
    }

    @Test
    void everyApprovalIsRecordedWithoutItsArguments() throws InterruptedException, IOException {
        model.reply(CALL);
        try (var agent = serve()) {
            var approval = asked(agent, "s1");
            decide(agent, approval, "deny");
            end(agent, approval);
            agent.stop();
        }
        var records = Files.readString(folder.resolve(".zavora/telemetry/events.jsonl"));
        assertThat(records)
                .contains("\"server.approval.requested\"", "\"server.approval.resolved\"")
                .contains("\"status\":\"denied\"", "\"caller\":\"open\"")
                .doesNotContain("\"arguments\"");
    }

    @Test
    void anApprovalForASessionEndsWithItWhoeverDeletesIt() throws InterruptedException {
        model.reply(CALL, Reply.text("Done."), CALL, Reply.text("Done again."));
        try (var agent = serve()) {
            var approval = asked(agent, "s1");
            agent.post(path(approval), "{\"decision\":\"approve\",\"scope\":\"session\"}");
            assertThat(end(agent, approval).status()).isEqualTo(200);
            var deleted =
                    program().run("--session-backend", "sqlite", "sessions", "delete", "--session-id", "s1", "--force");
            assertThat(deleted.exit()).as(deleted.err()).isZero();

            assertThat(asked(agent, "s1").string("status")).contains("pending");
        }
    }
}
