package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TranscriptTest {
    private static Message says(Role role, Part... parts) {
        return new Message(role, List.of(parts));
    }

    private static Part text(String text) {
        return new Part.Text(text);
    }

    @Test
    void whatIsSaidStandsInOrderWithWhoSaysIt() {
        var output = JsonValue.object().put("status", "ok").build();
        var conversation = List.of(
                says(Role.USER, text("one"), text("\n\n"), text("two")),
                says(
                        Role.ASSISTANT,
                        text("three"),
                        new Part.ToolUse("1", "look", JsonValue.Obj.EMPTY, Optional.empty())),
                says(Role.TOOL, new Part.ToolOutput("1", "look", output, false)));

        assertThat(Transcript.of(conversation, 1000)).isEqualTo("""
                User: one
                User: two
                Assistant: three
                Assistant calls look: {}
                look returns: {"status":"ok"}
                """);
    }

    @Test
    void theNewestIsKeptAndTheFirstThatDoesNotFitLosesItsMiddle() {
        var conversation = List.of(
                says(Role.USER, text("oldest")),
                says(Role.ASSISTANT, text("Begin" + "-".repeat(500) + "end")),
                says(Role.USER, text("newest")));

        var transcript = Transcript.of(conversation, 62);

        assertThat(transcript)
                .startsWith("[Older messages are left out here.]\nAssistant: Begin-")
                .contains("-\n[472 characters are left out here.]\n-")
                .endsWith("-end\nUser: newest\n");
    }

    @Test
    void aPromptThatAloneIsTooLongKeepsBeginningAndEnd() {
        assertThat(Transcript.of(List.of(says(Role.USER, text("Do it." + "-".repeat(500) + "Please."))), 40))
                .isEqualTo("User: Do it.--------\n[480 characters are left out here.]\n------------Please.\n");
    }

    @Test
    void noCharacterIsCutInTwo() {
        for (var most = 1; most < 60; most++) {
            var transcript = Transcript.of(List.of(says(Role.USER, text("\ud83d\udc18".repeat(100)))), most);

            assertThat(transcript.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                    .as(transcript)
                    .isEmpty();
        }
    }
}
