package ai.zavora.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.policy.ToolCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventCodecTest {
    private static final String HEAD = "{\"id\":\"e\",\"at_unix_ns\":1763892930123456789,\"turn\":\"t\",";
    private static final Instant AT = Instant.ofEpochSecond(1763892930L, 123456789);

    /** The stored form of each body: databases in use hold these, so a line may be added but never changed. */
    static Stream<Arguments> stored() {
        return Stream.of(
                Arguments.of(
                        new Event.UserMessage(List.of(new Part.Text("hi"), new Part.Image("image/png", "QUJD"))),
                        "\"type\":\"user_message.v1\",\"parts\":[{\"part\":\"text\",\"text\":\"hi\"},"
                                + "{\"part\":\"image\",\"mime_type\":\"image/png\",\"base64\":\"QUJD\"}]}"),
                Arguments.of(
                        new Event.AssistantMessage(
                                List.of(
                                        new Part.Reasoning("hm", Optional.of(data("{\"sig\":\"x\"}"))),
                                        new Part.ToolUse("c1", "read", json("{\"path\":\"a\"}"), Optional.empty())),
                                StopReason.TOOL_USE,
                                new Usage(1, 2, 3, 4, 5),
                                "anthropic",
                                "m"),
                        "\"type\":\"assistant_message.v1\",\"parts\":[{\"part\":\"reasoning\",\"text\":\"hm\","
                                + "\"provider_data\":{\"provider\":\"p\",\"data\":{\"sig\":\"x\"}}},"
                                + "{\"part\":\"tool_use\",\"id\":\"c1\",\"name\":\"read\",\"input\":{\"path\":\"a\"}}],"
                                + "\"stop_reason\":\"tool_use\",\"input_tokens\":1,\"cache_read_tokens\":2,"
                                + "\"cache_write_tokens\":3,\"output_tokens\":4,\"reasoning_tokens\":5,"
                                + "\"provider\":\"anthropic\",\"model\":\"m\"}"),
                Arguments.of(
                        new Event.ToolDecision("c1", "read", "allowed", "reads are free"),
                        "\"type\":\"tool_decision.v1\",\"call_id\":\"c1\",\"tool\":\"read\","
                                + "\"decision\":\"allowed\",\"reason\":\"reads are free\"}"),
                Arguments.of(
                        new Event.ToolStarted(new ToolCall("c1", "read", (JsonValue.Obj) json("{\"path\":\"a\"}"))),
                        "\"type\":\"tool_started.v1\",\"call_id\":\"c1\",\"tool\":\"read\","
                                + "\"arguments\":{\"path\":\"a\"}}"),
                Arguments.of(
                        new Event.ToolFinished(
                                new Part.ToolOutput("c1", "read", (JsonValue.Obj) json("{\"ok\":true}"), false)),
                        "\"type\":\"tool_finished.v1\",\"output\":{\"part\":\"tool_output\",\"call_id\":\"c1\","
                                + "\"name\":\"read\",\"output\":{\"ok\":true},\"failed\":false}}"),
                Arguments.of(new Event.TurnCompleted(), "\"type\":\"turn_completed.v1\"}"),
                Arguments.of(
                        new Event.Compaction("they met", 7, Usage.NONE),
                        "\"type\":\"compaction.v1\",\"summary\":\"they met\",\"through_seq\":7}"),
                Arguments.of(
                        new Event.Compaction("they met", 7, new Usage(1, 2, 3, 4, 5)),
                        "\"type\":\"compaction.v2\",\"summary\":\"they met\",\"through_seq\":7,"
                                + "\"input_tokens\":1,\"cache_read_tokens\":2,\"cache_write_tokens\":3,"
                                + "\"output_tokens\":4,\"reasoning_tokens\":5}"),
                Arguments.of(
                        new Event.Imported("assistant", Role.ASSISTANT, List.of(new Part.Text("hi")), (JsonValue.Obj)
                                json("{\"a\":[1]}")),
                        "\"type\":\"imported.v1\",\"author\":\"assistant\",\"role\":\"assistant\","
                                + "\"parts\":[{\"part\":\"text\",\"text\":\"hi\"}],\"original\":{\"a\":[1]}}"),
                Arguments.of(
                        new Event.SessionState((JsonValue.Obj) json("{\"user:x\":1}")),
                        "\"type\":\"session_state.v1\",\"state\":{\"user:x\":1}}"),
                Arguments.of(
                        new Event.TurnAborted("interrupted"),
                        "\"type\":\"turn_aborted.v1\",\"reason\":\"interrupted\"}"));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void everyBodyHasOneStoredForm(Event.Body body, String tail) {
        var event = new Event(0, "e", AT, "t", body);
        assertThat(EventCodec.write(event)).isEqualTo(HEAD + tail);
        assertThat(EventCodec.read(HEAD + tail)).isEqualTo(event);
        assertThat(EventCodec.read(EventCodec.write(event.withSeq(7)))).isEqualTo(event.withSeq(7));
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void everyStopReasonSurvives(StopReason reason) {
        var event = event(new Event.AssistantMessage(List.of(), reason, Usage.NONE, "p", "m"));
        assertThat(EventCodec.read(EventCodec.write(event))).isEqualTo(event);
    }

    @Test
    void providerDataComesBackByteForByte() {
        var sealed = "{\"z\":1.0,\"a\":1e2,\"big\":123456789012345678901234567890,\"s\":\"äAAA+/=\\n\","
                + "\"nested\":[[],{},null,-0,true]}";
        var event = event(new Event.AssistantMessage(
                List.of(
                        new Part.Reasoning("", Optional.of(data(sealed))),
                        new Part.ToolUse("c", "t", json("\"not an object\""), Optional.of(data(sealed)))),
                StopReason.COMPLETE,
                Usage.NONE,
                "p",
                "m"));
        var read = (Event.AssistantMessage)
                EventCodec.read(EventCodec.write(event)).body();
        var reasoning = (Part.Reasoning) read.parts().getFirst();
        var use = (Part.ToolUse) read.parts().getLast();
        assertThat(Json.write(reasoning.providerData().orElseThrow().data())).isEqualTo(sealed);
        assertThat(Json.write(use.providerData().orElseThrow().data())).isEqualTo(sealed);
    }

    @Test
    void valuesAsDeepAsTheReaderAllowsCanBeReadBack() {
        var deep = json("[".repeat(Json.MAX_DEPTH - 1) + "1" + "]".repeat(Json.MAX_DEPTH - 1));
        var event = event(new Event.AssistantMessage(
                List.of(new Part.ToolUse("c", "t", deep, Optional.of(new Part.ProviderData("p", deep)))),
                StopReason.TOOL_USE,
                Usage.NONE,
                "p",
                "m"));
        assertThat(EventCodec.read(EventCodec.write(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uD83D\uDE00", "\0\u001f\u007f", "\u2028\u2029\uFFFE", "\"\\/"})
    void textSurvivesUtf8(String text) {
        assertThat(textAfterUtf8(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "a\uDE00b", "\uD83D\uD83D\uDE00", "\uDE00\uD83D"})
    void halfASurrogatePairBecomesAReplacementCharacter(String text) {
        var expected = text.codePoints()
                .map(c -> Character.isBmpCodePoint(c) && Character.isSurrogate((char) c) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(textAfterUtf8(text)).isEqualTo(expected);
    }

    private static String textAfterUtf8(String text) {
        var stored = EventCodec.write(event(new Event.UserMessage(List.of(new Part.Text(text)))));
        var read = EventCodec.read(new String(stored.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        return ((Part.Text) ((Event.UserMessage) read.body()).parts().getFirst()).text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "1969-12-31T23:59:59.000000001Z", "2262-01-01T00:00:00.999999999Z"})
    void instantsSurviveToTheNanosecond(String at) {
        var event = new Event(1, "e", Instant.parse(at), "t", new Event.TurnCompleted());
        assertThat(EventCodec.read(EventCodec.write(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type\":\"user_message.v2\",\"parts\":[]}",
                "\"type\":\"telepathy.v1\"}",
                "\"type\":\"turn_completed.v1\",\"mood\":\"fine\"}",
                "\"type\":\"user_message.v1\",\"parts\":[{\"part\":\"video\"}]}",
                "\"type\":\"user_message.v1\",\"parts\":[{\"part\":\"text\",\"text\":\"a\",\"bold\":true}]}",
                "\"type\":\"tool_finished.v1\",\"output\":{\"part\":\"text\",\"text\":\"a\"}}"
            })
    void whatIsNotUnderstoodIsRefusedAsNewer(String tail) {
        assertRefused(HEAD + tail, "does not understand");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "{}",
                "{\"id\":1,\"at_unix_ns\":0,\"turn\":\"t\",\"type\":\"turn_completed.v1\"}",
                "{\"id\":\"e\",\"at_unix_ns\":0.5,\"turn\":\"t\",\"type\":\"turn_completed.v1\"}",
                "{\"id\":\"e\",\"at_unix_ns\":-9223372036854775808,\"turn\":\"t\",\"type\":\"turn_completed.v1\"}",
                "{\"id\":\"e\",\"at_unix_ns\":9223372036854775808,\"turn\":\"t\",\"type\":\"turn_completed.v1\"}",
                "{\"id\":\"e\",\"at_unix_ns\":0,\"turn\":\"t\",\"type\":\"user_message.v1\",\"parts\":{}}",
                "{\"id\":\"e\",\"at_unix_ns\":0,\"turn\":\"t\",\"type\":\"user_message.v1\",\"parts\":[1]}"
            })
    void damageIsRefusedAsDamage(String text) {
        assertRefused(text, "damaged");
    }

    private static void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> EventCodec.read(text)).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.SESSION);
            assertThat(e).hasMessageContaining(reason);
        });
    }

    private static Event event(Event.Body body) {
        return new Event(0, "e", AT, "t", body);
    }

    private static Part.ProviderData data(String json) {
        return new Part.ProviderData("p", json(json));
    }

    private static JsonValue json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }
}
