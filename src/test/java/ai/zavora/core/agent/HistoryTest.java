package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
