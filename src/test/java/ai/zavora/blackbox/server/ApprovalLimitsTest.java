package ai.zavora.blackbox.server;

import static ai.zavora.blackbox.server.Approvals.ASK;
import static ai.zavora.blackbox.server.Approvals.CALL;
import static ai.zavora.blackbox.server.Approvals.OUTCOME;
import static ai.zavora.blackbox.server.Approvals.asked;
import static ai.zavora.blackbox.server.Approvals.decide;
import static ai.zavora.blackbox.server.Approvals.end;
import static ai.zavora.blackbox.server.Approvals.path;
import static ai.zavora.blackbox.server.Approvals.question;
import static ai.zavora.blackbox.server.Approvals.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.PrometheusText;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What bounds approvals, and what the end of the server leaves of them. */
final class ApprovalLimitsTest extends ServerTest {

    /** A server where every call needs a yes. */
    @Override
    ServedAgent serve(String... arguments) throws InterruptedException {
        return ServedAgent.start(
                program().with("ZAVORA_SESSION_BACKEND", "sqlite").with("ZAVORA_TOOL_CONFIRMATION_MODE", "always"),
                arguments);
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
    void anAnswerIsInTheJournalBeforeWhoGaveItLearnsThatItCounts() throws InterruptedException {
        model.reply(CALL, Fault.silenceBetweenEvents());
        try (var agent = serve("--max-turns", "1", "--drain-secs", "0")) {
            var approval = asked(agent, "s1");
            try (var _ = Sockets.post(agent, ASK, "*/*", "{\"prompt\":\"hi\",\"session_id\":\"s2\"}")) {
                model.awaitRequests(2);
                var denied = decide(agent, approval, "deny");

                assertThat(denied.status()).as(denied.text()).isEqualTo(200);
                var shown = program().run("--session-backend", "sqlite", "sessions", "export", "s1");
                assertThat(shown.out()).contains("tool_decision", "refused");
                agent.stop();
            }
        }
        var shown = program().run("--session-backend", "sqlite", "sessions", "export", "s1");
        assertThat(shown.out()).contains("refused", "turn_aborted").doesNotContain("tool_started");
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
}
