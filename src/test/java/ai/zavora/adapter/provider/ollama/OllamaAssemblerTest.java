package ai.zavora.adapter.provider.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.adapter.provider.http.Feed;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.testing.SampleRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OllamaAssemblerTest {

    @Test
    void putsThinkingTextAndCallsTogetherAndSendsThemBack() throws Exception {
        var feed = feed(
                message("{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"Hm, \"}"),
                message("{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"well.\"}"),
                message("{\"role\":\"assistant\",\"content\":\"Hel\"}"),
                message("{\"role\":\"assistant\",\"content\":\"lo\"}"),
                message("{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":["
                        + "{\"function\":{\"index\":0,\"name\":\"read\",\"arguments\":{\"n\":1.50}}},"
                        + "{\"id\":\"call_x\",\"function\":{\"name\":\"now\",\"arguments\":{}}}]}"),
                done("stop"));

        assertThat(feed.reply().text()).isEqualTo("Hello");
        assertThat(feed.reply().stopReason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(feed.reply().usage()).isEqualTo(new Usage(26, 0, 0, 11, 0));
        assertThat(feed.deltas())
                .containsExactly(
                        new ModelDelta.Reasoning("Hm, "),
                        new ModelDelta.Reasoning("well."),
                        new ModelDelta.Text("Hel"),
                        new ModelDelta.Text("lo"),
                        new ModelDelta.ToolUseStarted("made-1", "read"),
                        new ModelDelta.ToolUseStarted("call_x", "now"));

        var sent = OllamaRequest.body(SampleRequest.after(feed.reply())).array("messages");
        assertThat(Json.write(JsonValue.array(sent.subList(1, 4))))
                .isEqualTo(
                        "[{\"role\":\"assistant\",\"content\":\"Hello\",\"thinking\":\"Hm, well.\",\"tool_calls\":["
                                + "{\"id\":\"made-1\",\"function\":{\"name\":\"read\",\"arguments\":{\"n\":1.50}}},"
                                + "{\"id\":\"call_x\",\"function\":{\"name\":\"now\",\"arguments\":{}}}]},"
                                + "{\"role\":\"tool\",\"content\":\"{\\\"ok\\\":true}\",\"tool_name\":\"read\",\"tool_call_id\":\"made-1\"},"
                                + "{\"role\":\"tool\",\"content\":\"{\\\"ok\\\":true}\",\"tool_name\":\"now\",\"tool_call_id\":\"call_x\"}]");
    }

    @ParameterizedTest
    @CsvSource({"stop, COMPLETE", "length, MAX_TOKENS", "unload, OTHER"})
    void tellsWhyTheModelStopped(String wire, StopReason reason) throws Exception {
        assertThat(feed(done(wire)).reply().stopReason()).isEqualTo(reason);
    }

    @Test
    void acceptsServersThatGiveNoReasonAndNoCounts() throws Exception {
        var feed = feed("{\"model\":\"m\",\"done\":true}");

        assertThat(feed.reply().stopReason()).isEqualTo(StopReason.COMPLETE);
        assertThat(feed.reply().usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void keepsArgumentsThatAreNoObjectAsText() throws Exception {
        var feed = feed(
                message("{\"tool_calls\":[{\"function\":{\"name\":\"a\",\"arguments\":\"{oops\"}},"
                        + "{\"function\":{\"name\":\"b\",\"arguments\":[1]}}]}"),
                done("stop"));

        assertThat(feed.reply().toolUses())
                .extracting(Part.ToolUse::input)
                .containsExactly(JsonValue.of("{oops"), JsonValue.of("[1]"));
    }

    @Test
    void reportsAnErrorInTheStream() {
        assertThatThrownBy(() -> feed("{\"error\":\"secret text\"}"))
                .isInstanceOfSatisfying(ModelException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.SERVER_ERROR);
                });
    }

    @Test
    void knowsAFullWindowByTheTypeOfTheEnginesError() {
        var inner = "{\"error\":{\"code\":400,\"message\":\"m\",\"type\":\"exceed_context_size_error\"}}";
        var overflow = JsonValue.object().put("error", inner).build();
        var plain = JsonValue.object().put("error", "exceed_context_size_error").build();

        assertThat(OllamaErrors.reason(400, Optional.of(overflow))).isEqualTo(Reason.CONTEXT_OVERFLOW);
        assertThat(OllamaErrors.reason(400, Optional.of(plain))).isEqualTo(Reason.BAD_REQUEST);
        assertThat(OllamaErrors.inStream(overflow)).isEqualTo(Reason.CONTEXT_OVERFLOW);
    }

    @Test
    void saysThatAStreamWithoutItsEndIsBroken() {
        assertThatThrownBy(() -> feed(message("{\"content\":\"half\"}")))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STREAM_BROKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\":", "1"})
    void refusesWhatIsNotItsProtocol(String line) {
        assertThatThrownBy(() -> feed(line)).isInstanceOf(JsonException.class);
    }

    private static Feed feed(String... lines) throws JsonException {
        var next = new AtomicInteger();
        return Feed.into(new OllamaAssembler("llama4", () -> "made-" + next.incrementAndGet(), Feed.FAILURES), lines);
    }

    private static String message(String message) {
        return "{\"model\":\"llama4\",\"message\":" + message + ",\"done\":false}";
    }

    private static String done(String reason) {
        return "{\"model\":\"llama4\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\""
                + reason + "\",\"prompt_eval_count\":26,\"eval_count\":11}";
    }
}
