package ai.zavora.adapter.provider.anthropic;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnthropicAssemblerTest {
    private static final String START = """
            {"type":"message_start","message":{"id":"m","model":"claude-exact","usage":{"input_tokens":7,
            "cache_creation_input_tokens":5,"cache_read_input_tokens":3,"output_tokens":1}}}""";
    private static final String STOP = "{\"type\":\"message_stop\"}";

    @Test
    void joinsTextAndCountsUsage() throws Exception {
        var feed = feed(
                START,
                start(0, "{\"type\":\"text\",\"text\":\"\"}"),
                "{\"type\":\"ping\"}",
                delta(0, "{\"type\":\"text_delta\",\"text\":\"Hel\"}"),
                delta(0, "{\"type\":\"text_delta\",\"text\":\"lo\"}"),
                "{\"type\":\"content_block_stop\",\"index\":0}",
                end("end_turn"),
                STOP);

        assertThat(feed.reply().parts()).containsExactly(new Part.Text("Hello"));
        assertThat(feed.reply().stopReason()).isEqualTo(StopReason.COMPLETE);
        assertThat(feed.reply().usage()).isEqualTo(new Usage(7, 3, 5, 42, 0));
        assertThat(feed.reply().model()).isEqualTo("claude-exact");
        assertThat(feed.deltas()).containsExactly(new ModelDelta.Text("Hel"), new ModelDelta.Text("lo"));
    }

    @Test
    void keepsParallelToolCallsApartByIndex() throws Exception {
        var feed = feed(
                START,
                start(0, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"read\",\"input\":{}}"),
                start(1, "{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"now\",\"input\":{}}"),
                delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"path\\\":\"}"),
                delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
                delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"x\\\"}\"}"),
                end("tool_use"),
                STOP);

        assertThat(feed.reply().toolUses())
                .containsExactly(
                        new Part.ToolUse("a", "read", SampleRequest.json("{\"path\":\"x\"}"), Optional.empty()),
                        new Part.ToolUse("b", "now", JsonValue.Obj.EMPTY, Optional.empty()));
        assertThat(feed.reply().stopReason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(feed.deltas())
                .containsExactly(new ModelDelta.ToolUseStarted("a", "read"), new ModelDelta.ToolUseStarted("b", "now"));
    }

    @Test
    void keepsArgumentsThatWereCutAsText() throws Exception {
        var feed = feed(
                START,
                start(0, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"read\",\"input\":{}}"),
                delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"pa\"}"),
                end("max_tokens"),
                STOP);

        assertThat(feed.reply().toolUses().getFirst().input()).isEqualTo(JsonValue.of("{\"pa"));
        assertThat(feed.reply().stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    }

    @Test
    void sendsReasoningBackByteForByte() throws Exception {
        var redacted = "{\"type\":\"redacted_thinking\",\"data\":\"EmwKAhgBEgy3+/=\",\"later\":[1.50,null]}";
        var feed = feed(
                START,
                start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\",\"x\":1e2}"),
                delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"Let me \"}"),
                delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"see\\u2028 \"}"),
                delta(0, "{\"type\":\"signature_delta\",\"signature\":\"EqQB\"}"),
                delta(0, "{\"type\":\"signature_delta\",\"signature\":\"CgIY==\"}"),
                start(1, redacted),
                start(2, "{\"type\":\"brand_new\",\"value\":\"kept\"}"),
                start(3, "{\"type\":\"text\",\"text\":\"Hi\"}"),
                end("end_turn"),
                STOP);

        var sent = AnthropicRequest.body(SampleRequest.after(feed.reply())).array("messages");

        assertThat(Json.write(sent.get(1)))
                .isEqualTo("{\"role\":\"assistant\",\"content\":["
                        + "{\"type\":\"thinking\",\"thinking\":\"Let me see\\u2028 \",\"signature\":\"EqQBCgIY==\",\"x\":1e2},"
                        + redacted
                        + ",{\"type\":\"brand_new\",\"value\":\"kept\"},{\"type\":\"text\",\"text\":\"Hi\"}]}");
        assertThat(feed.deltas()).contains(new ModelDelta.Reasoning("Let me "), new ModelDelta.Reasoning("see\u2028 "));
    }

    @Test
    void doesNotSendBackThinkingThatWasCutBeforeItsSignature() throws Exception {
        var feed = feed(
                START,
                start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"half\"}"),
                end("max_tokens"),
                STOP);

        assertThat(feed.reply().parts()).containsExactly(new Part.Reasoning("half", Optional.empty()));
        assertThat(AnthropicRequest.body(SampleRequest.after(feed.reply())).array("messages"))
                .hasSize(1);
    }

    @Test
    void ignoresWhatLaterVersionsAdd() throws Exception {
        var feed = feed(
                START,
                "{\"type\":\"brand_new_event\",\"index\":9}",
                start(0, "{\"type\":\"text\",\"text\":\"\"}"),
                delta(0, "{\"type\":\"brand_new_delta\",\"text\":\"no\"}"),
                delta(0, "{\"type\":\"text_delta\",\"text\":\"yes\"}"),
                end("brand_new_reason"),
                STOP);

        assertThat(feed.reply().text()).isEqualTo("yes");
        assertThat(feed.reply().stopReason()).isEqualTo(StopReason.OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, SERVER_ERROR",
        "api_error, SERVER_ERROR",
        "rate_limit_error, RATE_LIMITED",
        "authentication_error, CREDENTIAL_REFUSED",
        "invalid_request_error, BAD_REQUEST"
    })
    void reportsAnErrorInTheStreamByItsType(String type, Reason reason) {
        var error = "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"secret prompt\"}}";

        assertThatThrownBy(() -> feed(START, error)).isInstanceOfSatisfying(ModelException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.getMessage()).contains("true");
        });
    }

    @Test
    void saysThatAStreamWithoutItsEndIsBroken() {
        assertThatThrownBy(() -> feed(START, start(0, "{\"type\":\"text\",\"text\":\"half\"}")))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STREAM_BROKEN));
    }

    @Test
    void treatsARefusalAsAContentFilter() throws Exception {
        assertThatThrownBy(() -> feed(START, end("refusal"), STOP))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONTENT_FILTER));

        var partial = feed(START, start(0, "{\"type\":\"text\",\"text\":\"I\"}"), end("refusal"), STOP);
        assertThat(partial.reply().stopReason()).isEqualTo(StopReason.CONTENT_FILTER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json",
                "[]",
                "{\"type\":\"message_start\"}",
                "{\"type\":\"content_block_start\",\"content_block\":{}}",
                "{\"type\":\"content_block_delta\",\"index\":5,\"delta\":{}}"
            })
    void refusesWhatIsNotItsProtocol(String event) {
        assertThatThrownBy(() -> feed(event)).isInstanceOf(JsonException.class);
    }

    private static Feed feed(String... events) throws JsonException {
        return Feed.into(new AnthropicAssembler("claude", Feed.FAILURES), events);
    }

    private static String start(int index, String block) {
        return "{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":" + block + "}";
    }

    private static String delta(int index, String delta) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}";
    }

    private static String end(String reason) {
        return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason
                + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":42,\"input_tokens\":null}}";
    }
}
