package ai.zavora.adapter.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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

final class GeminiAssemblerTest {

    @Test
    void joinsTextAndTakesTheLastUsage() throws Exception {
        var feed = feed("""
                {"candidates":[{"content":{"role":"model","parts":[{"text":"Hel"}]},"finishReason":"STOP"}],
                 "usageMetadata":{"promptTokenCount":1}}""", """
                {"candidates":[{"content":{"role":"model","parts":[{"text":"lo"}]},"finishReason":"STOP","index":0}],
                 "modelVersion":"gemini-exact","usageMetadata":{"promptTokenCount":20,"cachedContentTokenCount":8,
                 "candidatesTokenCount":4,"thoughtsTokenCount":3,"toolUsePromptTokenCount":2,"totalTokenCount":29}}""");

        assertThat(feed.reply().parts()).containsExactly(new Part.Text("Hello"));
        assertThat(feed.reply().stopReason()).isEqualTo(StopReason.COMPLETE);
        assertThat(feed.reply().usage()).isEqualTo(new Usage(14, 8, 0, 4, 3));
        assertThat(feed.reply().model()).isEqualTo("gemini-exact");
        assertThat(feed.deltas()).containsExactly(new ModelDelta.Text("Hel"), new ModelDelta.Text("lo"));
    }

    @Test
    void countsBelowNothingTakeNothingFromOthers() throws Exception {
        var feed = feed("""
                {"candidates":[{"content":{"role":"model","parts":[{"text":"Hello"}]},"finishReason":"STOP"}],
                 "usageMetadata":{"promptTokenCount":20,"cachedContentTokenCount":-1,"candidatesTokenCount":-1}}""");

        assertThat(feed.reply().usage()).isEqualTo(new Usage(20, 0, 0, 0, 0));
    }

    @Test
    void sendsSignedPartsBackByteForByteWhereTheyCame() throws Exception {
        var signedThought = "{\"text\":\"sealed\",\"thought\":true,\"thoughtSignature\":\"AA==\"}";
        var signedText = "{\"text\":\"Hello\",\"thoughtSignature\":\"BB==\",\"later\":1.50}";
        var code = "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1+1\"}}";
        var tail = "{\"text\":\"\",\"thoughtSignature\":\"DD==\"}";
        var feed = feed(
                parts(
                        "{\"text\":\"free \",\"thought\":true}",
                        "{\"text\":\"thought\",\"thought\":true}",
                        signedThought),
                parts("{\"text\":\"plain\"}", signedText, code),
                parts(
                        "{\"functionCall\":{\"id\":\"w1\",\"name\":\"read\",\"args\":{\"p\":1.0}},\"thoughtSignature\":\"CC==\"}"),
                parts("{\"functionCall\":{\"name\":\"now\"}}", tail),
                finish("STOP"));

        assertThat(feed.reply().text()).isEqualTo("plainHello");
        assertThat(feed.reply().stopReason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(feed.reply().toolUses())
                .extracting(Part.ToolUse::id, Part.ToolUse::name)
                .containsExactly(tuple("w1", "read"), tuple("made-1", "now"));
        assertThat(feed.deltas())
                .containsExactly(
                        new ModelDelta.Reasoning("free "),
                        new ModelDelta.Reasoning("thought"),
                        new ModelDelta.Reasoning("sealed"),
                        new ModelDelta.Text("plain"),
                        new ModelDelta.Text("Hello"),
                        new ModelDelta.ToolUseStarted("w1", "read"),
                        new ModelDelta.ToolUseStarted("made-1", "now"));

        var sent = GeminiRequest.body(SampleRequest.after(feed.reply())).array("contents");
        assertThat(Json.write(sent.get(1)))
                .isEqualTo(
                        "{\"role\":\"model\",\"parts\":[" + signedThought + ",{\"text\":\"plain\"}," + signedText + ","
                                + code
                                + ",{\"functionCall\":{\"id\":\"w1\",\"name\":\"read\",\"args\":{\"p\":1.0}},\"thoughtSignature\":\"CC==\"},"
                                + "{\"functionCall\":{\"name\":\"now\",\"args\":{}}}," + tail + "]}");
        assertThat(Json.write(sent.get(2)))
                .isEqualTo("{\"role\":\"user\",\"parts\":["
                        + "{\"functionResponse\":{\"id\":\"w1\",\"name\":\"read\",\"response\":{\"ok\":true}}},"
                        + "{\"functionResponse\":{\"name\":\"now\",\"response\":{\"ok\":true}}}]}");
    }

    @Test
    void keepsArgumentsThatAreNoObjectAsText() throws Exception {
        var feed = feed(parts("{\"functionCall\":{\"name\":\"now\",\"args\":[1]}}"), finish("STOP"));

        assertThat(feed.reply().toolUses().getFirst().input()).isEqualTo(JsonValue.of("[1]"));
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, COMPLETE",
        "MAX_TOKENS, MAX_TOKENS",
        "SAFETY, CONTENT_FILTER",
        "RECITATION, CONTENT_FILTER",
        "PROHIBITED_CONTENT, CONTENT_FILTER",
        "MALFORMED_FUNCTION_CALL, OTHER",
        "BRAND_NEW, OTHER"
    })
    void tellsWhyTheModelStopped(String wire, StopReason reason) throws Exception {
        var feed = feed(parts("{\"text\":\"x\"}"), finish(wire));

        assertThat(feed.reply().stopReason()).isEqualTo(reason);
    }

    @Test
    void reportsARefusedPromptAndARefusedAnswer() {
        assertFailure(Reason.CONTENT_FILTER, "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");
        assertFailure(Reason.CONTENT_FILTER, finish("SAFETY"));
    }

    @Test
    void saysThatAStreamWithoutItsEndIsBroken() {
        assertFailure(Reason.STREAM_BROKEN, parts("{\"text\":\"half\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, SERVER_ERROR",
        "RESOURCE_EXHAUSTED, RATE_LIMITED",
        "PERMISSION_DENIED, CREDENTIAL_REFUSED",
        "INVALID_ARGUMENT, BAD_REQUEST"
    })
    void reportsAnErrorInTheStreamByItsStatus(String status, Reason reason) {
        assertFailure(reason, "{\"error\":{\"code\":503,\"message\":\"secret\",\"status\":\"" + status + "\"}}");
    }

    @Test
    void knowsAWrongKeyByTheDetailsOfTheError() {
        var body = SampleRequest.json("""
                {"error":{"code":400,"message":"no","status":"INVALID_ARGUMENT","details":[
                 {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}""");

        assertThat(GeminiErrors.reason(400, Optional.of(body))).isEqualTo(Reason.CREDENTIAL_REFUSED);
        assertThat(GeminiErrors.reason(400, Optional.empty())).isEqualTo(Reason.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oops", "[]", "{\"candidates\":[{\"content\":{\"parts\":[1]}}]}"})
    void refusesWhatIsNotItsProtocol(String event) {
        assertThatThrownBy(() -> feed(event)).isInstanceOf(JsonException.class);
    }

    private static void assertFailure(Reason reason, String event) {
        assertThatThrownBy(() -> feed(event)).isInstanceOfSatisfying(ModelException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
        });
    }

    private static Feed feed(String... events) throws JsonException {
        var next = new AtomicInteger();
        return Feed.into(
                new GeminiAssembler("gemini-x", () -> "made-" + next.incrementAndGet(), Feed.FAILURES), events);
    }

    private static String parts(String... parts) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + String.join(",", parts) + "]}}]}";
    }

    private static String finish(String reason) {
        return "{\"candidates\":[{\"finishReason\":\"" + reason + "\",\"index\":0}]}";
    }
}
