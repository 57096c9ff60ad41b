package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    private final List<Event> events = new ArrayList<>();

    private void add(Event.Body body) {
        events.add(new Event(events.size() + 1, "e" + events.size(), Instant.EPOCH, "t" + events.size(), body));
    }

    @Test
    void neighboursOfOneRoleBecomeOneMessage() {
        for (var text : List.of("a", "b", "c")) {
            add(new Event.UserMessage(List.of(new Part.Text(text))));
        }

        assertThat(History.messages(events)).singleElement().satisfies(message -> {
            assertThat(message.role()).isEqualTo(Role.USER);
            assertThat(texts(message)).containsSubsequence("a", "b", "c").hasSize(5);
        });
    }

    @Test
    void aSummaryStandsForWhatIsBeforeIt() {
        add(new Event.UserMessage(List.of(new Part.Text("old"))));
        add(new Event.Compaction("in short", 1, Usage.NONE));
        add(new Event.UserMessage(List.of(new Part.Text("new"))));

        assertThat(History.messages(events)).singleElement().satisfies(message -> {
            assertThat(texts(message)).last().isEqualTo("new");
            assertThat(texts(message).getFirst()).endsWith("in short");
            assertThat(texts(message)).doesNotContain("old");
        });
    }

    @Test
    void neighboursAreKeptApartWhoeverSpeaks() {
        add(new Event.UserMessage(List.of(new Part.Text("go"))));
        add(imported(Role.ASSISTANT, new Part.Text("a")));
        add(imported(Role.ASSISTANT, new Part.Text("b"), use("1")));
        add(imported(Role.TOOL, output("1")));

        assertThat(History.messages(events).get(1).parts())
                .containsExactly(new Part.Text("a"), new Part.Text("\n\n"), new Part.Text("b"), use("1"));
    }

    /** As where a client sends its greeting along, or an export was cut. */
    @Test
    void whateverComesFirstTheUserSpeaksFirst() {
        add(new Event.UserMessage(List.of(new Part.Text(" "))));
        add(imported(Role.TOOL, output("never called")));
        add(imported(Role.ASSISTANT, new Part.Text("Welcome!"), use("a")));
        add(imported(Role.TOOL, output("a")));
        add(new Event.UserMessage(List.of(new Part.Text("on"))));

        assertThat(History.messages(events))
                .extracting(Message::role)
                .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.USER);
    }

    /** As where several tools run at once: some providers tell the outcomes by their order alone. */
    @Test
    void outcomesStandInTheOrderOfTheirCallsWhicheverEndedFirst() {
        add(new Event.UserMessage(List.of(new Part.Text("go"))));
        add(imported(Role.ASSISTANT, use("a"), use("b"), use("c")));
        add(imported(Role.TOOL, output("c"), new Part.Text("aside")));
        add(imported(Role.TOOL, output("a"), output("a"), output("never called")));
        add(new Event.UserMessage(List.of(new Part.Text("on"))));

        var outcomes = History.messages(events).get(2).parts();

        assertThat(outcomes.subList(0, 3))
                .extracting(part -> ((Part.ToolOutput) part).callId(), part -> ((Part.ToolOutput) part).failed())
                .containsExactly(tuple("a", false), tuple("b", true), tuple("c", false));
        assertThat(outcomes.subList(3, 4)).containsExactly(new Part.Text("aside"));
        assertThat(outcomes).hasSize(4);
    }

    /** As where a session was begun with one provider and goes on with another that takes less. */
    @Test
    void callsHaveIdsAndNamesThatEveryProviderTakes() {
        add(new Event.UserMessage(List.of(new Part.Text("go"))));
        for (var round = 0; round < 2; round++) {
            add(imported(Role.ASSISTANT, use("call_0"), use("functions.clock:0"), use("x".repeat(41)), use("")));
            add(imported(Role.TOOL, output(""), output("x".repeat(41)), output("functions.clock:0"), output("call_0")));
        }
        add(imported(
                Role.ASSISTANT, named("a", "mcp:git:log"), named("b", ""), named("c", "n\u00e4me" + "e".repeat(70))));
        add(imported(Role.TOOL, output("a"), output("b")));

        var messages = History.messages(events);

        var calls = messages.stream()
                .flatMap(message -> message.parts().stream())
                .filter(Part.ToolUse.class::isInstance)
                .map(Part.ToolUse.class::cast)
                .toList();
        assertThat(calls)
                .extracting(Part.ToolUse::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[\\w-]{1,40}"));
        assertThat(calls).hasSize(11).first().extracting(Part.ToolUse::id).isEqualTo("call_0");
        assertThat(calls.subList(8, 11))
                .extracting(Part.ToolUse::name)
                .containsExactly("mcp__git__log", "unnamed_tool", "n_me" + "e".repeat(60));
        var outcomes = messages.stream()
                .flatMap(message -> message.parts().stream())
                .filter(Part.ToolOutput.class::isInstance)
                .map(Part.ToolOutput.class::cast)
                .toList();
        assertThat(outcomes)
                .extracting(Part.ToolOutput::callId, Part.ToolOutput::name)
                .containsExactlyElementsOf(calls.stream()
                        .map(call -> tuple(call.id(), call.name()))
                        .toList());
        assertThat(outcomes).extracting(Part.ToolOutput::failed).startsWith(false, false, false, false);
        assertThat(History.messages(events))
                .as("so that what a provider keeps stays good")
                .isEqualTo(messages);
    }

    @Test
    void aModelShowsNoImages() {
        add(new Event.UserMessage(List.of(new Part.Text("go"))));
        add(imported(Role.ASSISTANT, new Part.Image("image/png", "AAAA"), new Part.Text("there")));

        assertThat(History.messages(events).getLast().parts()).containsExactly(new Part.Text("there"));
    }

    private static Event.Imported imported(Role role, Part... parts) {
        return new Event.Imported("caller", role, List.of(parts), JsonValue.Obj.EMPTY);
    }

    private static Part use(String id) {
        return named(id, "clock");
    }

    private static Part named(String id, String name) {
        return new Part.ToolUse(id, name, JsonValue.Obj.EMPTY, Optional.empty());
    }

    private static Part output(String id) {
        return new Part.ToolOutput(id, "clock", JsonValue.Obj.EMPTY, false);
    }

    /** In one pass: joining them one by one would copy all before each, 20 billion parts here. */
    @Test
    void twoHundredThousandPromptsInARow() {
        for (var i = 0; i < 200_000; i++) {
            add(new Event.UserMessage(List.of(new Part.Text("a"))));
        }

        assertThat(History.messages(events)).singleElement().satisfies(message -> assertThat(message.parts())
                .hasSize(399_999));
    }

    private static List<String> texts(Message message) {
        return message.parts().stream().map(part -> ((Part.Text) part).text()).toList();
    }
}
