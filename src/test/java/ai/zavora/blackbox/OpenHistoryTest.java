package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionDocument;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.testing.Reply;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Providers refuse a tool call without its outcome and the reverse, for ever; journals of others may hold both. */
final class OpenHistoryTest extends ProgramTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static Stream<Arguments> histories() {
        return Stream.of(
                Arguments.of("an outcome without a call", List.of(says("q"), outcome("c1"), answer("a"), done()), ""),
                Arguments.of(
                        "a call without an outcome in an earlier turn",
                        List.of(says("q"), call("c1"), done(), says("r"), answer("a"), done()),
                        "c1"),
                Arguments.of("a call without an outcome at the end", List.of(says("q"), call("c1"), done()), "c1"),
                Arguments.of(
                        "two outcomes of one call",
                        List.of(says("q"), call("c1"), outcome("c1"), outcome("c1"), answer("a"), done()),
                        "c1"),
                Arguments.of(
                        "one outcome of two calls",
                        List.of(says("q"), call("c1", "c2"), outcome("c2"), answer("a"), done()),
                        "c1 c2"),
                Arguments.of(
                        "an outcome that comes after the next answer",
                        List.of(says("q"), call("c1"), answer("a"), outcome("c1"), done()),
                        "c1"),
                Arguments.of(
                        "an outcome behind the summary of its call",
                        List.of(
                                says("q"),
                                call("c1"),
                                new Event.Compaction("summary", 2, Usage.NONE),
                                outcome("c1"),
                                answer("a"),
                                done()),
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("histories")
    void isClosedForTheModel(String name, List<Event.Body> bodies, String calls) throws Exception {
        var file = home.resolve("session.json");
        Files.writeString(file, document(bodies));
        var program = program().with("ZAVORA_SESSION_BACKEND", "sqlite");
        var imported = program.run("sessions", "import", file.toString());
        assertThat(imported.exit()).as(name + imported.err()).isZero();
        server.reply(Reply.text("Well."));

        assertThat(program.run("ask", "--session-id", "open", "next").exit()).isZero();

        assertThat(pairedCalls(server.lastRequest().body())).isEqualTo(calls);
        assertThat(server.lastRequest().said()).last().isEqualTo("user: next");
    }

    /** Asserts that outcomes stand behind the message that asked for them, one for each call; the ids of all calls. */
    private static String pairedCalls(JsonValue.Obj request) {
        var all = new ArrayList<String>();
        var open = new HashSet<String>();
        for (var message : request.array("messages")) {
            var said = (JsonValue.Obj) message;
            if (said.string("role").orElseThrow().equals("tool")) {
                assertThat(open.remove(said.string("tool_call_id").orElseThrow()))
                        .as(request.toString())
                        .isTrue();
                continue;
            }
            assertThat(open).as(request.toString()).isEmpty();
            for (var use : said.array("tool_calls")) {
                open.add(((JsonValue.Obj) use).string("id").orElseThrow());
            }
            open.stream().sorted().forEach(all::add);
        }
        assertThat(open).isEmpty();
        return String.join(" ", all);
    }

    private static String document(List<Event.Body> bodies) {
        var events = new ArrayList<Event>();
        var turn = 1;
        for (var body : bodies) {
            var seq = events.size() + 1;
            events.add(new Event(seq, "e" + seq, AT, "t" + turn, body));
            turn += body instanceof Event.TurnCompleted ? 1 : 0;
        }
        var text = new StringBuilder();
        var key = new SessionKey("zavora-cli", "local-user", "open");
        SessionDocument.write(
                new SessionSummary(key, AT, AT, events.size()), events, () -> JsonValue.Obj.EMPTY, text::append);
        return text.toString();
    }

    private static Event.Body says(String text) {
        return new Event.UserMessage(List.of(new Part.Text(text)));
    }

    private static Event.Body answer(String text) {
        return reply(List.of(new Part.Text(text)));
    }

    private static Event.Body call(String... ids) {
        return reply(Stream.of(ids)
                .<Part>map(id -> new Part.ToolUse(id, "read_file", JsonValue.Obj.EMPTY, Optional.empty()))
                .toList());
    }

    private static Event.Body reply(List<Part> parts) {
        return new Event.AssistantMessage(parts, StopReason.COMPLETE, Usage.NONE, "openai", "test-model");
    }

    private static Event.Body outcome(String id) {
        var output = JsonValue.object().put("status", "ok").build();
        return new Event.ToolFinished(new Part.ToolOutput(id, "read_file", output, false));
    }

    private static Event.Body done() {
        return new Event.TurnCompleted();
    }
}
