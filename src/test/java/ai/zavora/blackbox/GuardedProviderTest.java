package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider says besides the answer is under guardrails too, where content is recorded as well. */
final class GuardedProviderTest extends ProgramTest {
    private static final String CARD = "4111111111111111";

    @Override
    Launcher program() {
        return super.program()
                .with("ZAVORA_SESSION_BACKEND", "sqlite")
                .with("ZAVORA_TELEMETRY_CAPTURE_CONTENT", "true");
    }

    private String everythingWritten() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static Fault http(String head, String body) {
        return Fault.raw("HTTP/1.1 " + head + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static Fault refusal(int status) {
        return Fault.refusal(status, "no good: the password and card " + CARD + " here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "stream-json"})
    void redactsWhatAProviderSaysOfAFailure(String format) throws Exception {
        server.reply(refusal(400));
        var run = program().run("ask", "--guardrail-output-mode", "redact", "-o", format, "hello");

        assertThat(run.exit()).as(run.err()).isEqualTo(10);
        assertThat(run.out() + run.err())
                .contains("no good: the [REDACTED] and card [CREDIT CARD REDACTED] here")
                .doesNotContain(CARD, "the password");
        assertThat(everythingWritten())
                .contains("no good: the [REDACTED]", "guardrail.output.redacted")
                .doesNotContain(CARD, "the password");
    }

    @Test
    void blocksWhatAProviderSaysOfAFailure() throws Exception {
        server.reply(refusal(400));
        var run = program().run("ask", "--guardrail-output-mode", "block", "hello");

        failsInText(run, 10, "PROVIDER");
        assertThat(run.err()).contains("HTTP 400", "withheld").doesNotContain("no good", CARD, "card");
        assertThat(everythingWritten()).contains("guardrail.output.blocked").doesNotContain("no good", CARD);
    }

    @Test
    void redactsWhyARequestIsSentAgain() throws Exception {
        server.reply(refusal(503), Reply.text("fine"));
        var run = program().run("ask", "--guardrail-output-mode", "redact", "-o", "stream-json", "hello");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out() + run.err()).contains("the [REDACTED] and").doesNotContain(CARD, "the password");
        assertThat(everythingWritten()).doesNotContain(CARD);
    }

    @Test
    void redactsTheIdsOfToolCallsAndKeepsThemApart() throws Exception {
        var none = JsonValue.Obj.EMPTY;
        server.reply(
                Reply.toolUses(Reply.Call.of("call-" + CARD, "clock", none), Reply.Call.of("secret-2", "clock", none)),
                Reply.text("done"));
        var run = program()
                .run("ask", "--guardrail-output-mode", "redact", "-o", "stream-json", "--session-id", "s", "hello");
        var exported = program().run("sessions", "export", "s");

        assertThat(run.exit()).as(run.err()).isZero();
        var ids = ids(run, "tool_use");
        assertThat(ids).hasSize(2).doesNotHaveDuplicates().isEqualTo(ids(run, "tool_result"));
        assertThat(server.lastRequest().bodyText()).contains(ids.get(0), ids.get(1));
        assertThat(exported.out()).contains(ids).doesNotContain(CARD, "secret-2");
        assertThat(run.out()).doesNotContain(CARD, "secret-2");
        assertThat(everythingWritten())
                .doesNotContain(CARD, "secret-2")
                .contains("\"hits\":[\"secret\",\"credit_card\"]");
    }

    private static List<String> ids(Finished run, String type) {
        return run.jsonLines().stream()
                .filter(line -> line.string("type").orElse("").equals(type))
                .map(line -> line.object("data").orElseThrow().string("call_id").orElseThrow())
                .toList();
    }

    @Test
    void blocksATurnForTheIdOfAToolCall() throws Exception {
        server.reply(Reply.toolUses(Reply.Call.of("secret-2", "clock", JsonValue.Obj.EMPTY)));
        var run = program().run("ask", "--guardrail-output-mode", "block", "hello");

        failsInText(run, 42, "INPUT");
        assertThat(server.requests()).hasSize(1);
        assertThat(everythingWritten()).doesNotContain("secret-2");
    }

    @Test
    void redactsTheModelThatAProviderNames() throws Exception {
        var event = "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"model\":\"m-" + CARD
                + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n\n"
                + "data: [DONE]\n\n";
        server.reply(http("200 OK\r\nContent-Type: text/event-stream", event));
        var run = program().run("ask", "--guardrail-output-mode", "redact", "--session-id", "s", "hello");
        var exported = program().run("sessions", "export", "s");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("hi\n");
        assertThat(exported.out()).contains("m-[CREDIT CARD REDACTED]").doesNotContain(CARD);
        assertThat(everythingWritten()).doesNotContain(CARD);
    }

    @Test
    void aNoticeThatHoldsATermIsNotReplacedAgain() throws Exception {
        server.reply(Reply.text("the password"), Reply.text("ok"));
        var guarded = program()
                .with("ZAVORA_GUARDRAIL_INPUT_MODE", "redact")
                .with("ZAVORA_GUARDRAIL_OUTPUT_MODE", "redact")
                .with("ZAVORA_GUARDRAIL_REDACT_REPLACEMENT", "<secret removed>");
        var first = guarded.run("ask", "--session-id", "s", "my password");
        var second = guarded.run("ask", "--session-id", "s", "go on");

        assertThat(first.out()).isEqualTo("the <secret removed>\n");
        assertThat(second.exit()).as(second.err()).isZero();
        assertThat(second.err()).doesNotContain("Guardrail");
        assertThat(server.lastRequest().bodyText())
                .contains("\"my <secret removed>\"", "\"the <secret removed>\"")
                .doesNotContain("<<");
    }
}
