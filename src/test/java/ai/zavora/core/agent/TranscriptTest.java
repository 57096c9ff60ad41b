package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
    void theLongestLoseTheirMiddleAndTheShortStayWhole() {
        var conversation = List.of(
                says(Role.USER, text("oldest")),
                says(Role.USER, text("Begin" + "-".repeat(5000) + "end")),
                says(Role.ASSISTANT, text("a".repeat(600))),
                says(Role.USER, text("Do it." + "-".repeat(9000) + "Please.")));

        var transcript = Transcript.of(conversation, 3000);

        assertThat(transcript)
                .startsWith("User: oldest\nUser: Begin---")
                .containsPattern(
                        "-\n\\[\\d{4} characters are left out here.]\n-+end\nAssistant: a{600}\nUser: Do it.-+\n\\[")
                .endsWith("--Please.\n")
                .hasSizeBetween(2900, 3000);
    }

    @Test
    void ofVeryManyTheNewestAreKept() {
        var conversation = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> says(Role.USER, text("-".repeat(1000) + i)))
                .toList();

        var transcript = Transcript.of(conversation, 3000);

        assertThat(transcript)
                .startsWith("[Older messages are left out here.]\nUser: -")
                .contains("-95\n", "-100\n")
                .doesNotContain("-94\n")
                .hasSizeBetween(2700, 3100);
    }

    @Test
    void whatTakesMoreTokensIsCutShorter() {
        var conversation =
                List.of(says(Role.USER, text("a".repeat(9000))), says(Role.USER, text("\u6211".repeat(3000))));

        var transcript = Transcript.of(conversation, 6000);

        assertThat(transcript.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(5900, 6000);
        assertThat(transcript.chars().filter(c -> c == 'a').count()).isBetween(2900L, 3000L);
        assertThat(transcript.chars().filter(c -> c == 0x6211).count()).isBetween(950L, 1000L);
    }

    @Test
    void whatIsLeftOutIsCounted() {
        assertThat(Transcript.of(List.of(says(Role.USER, text("a".repeat(1000)))), 501))
                .isEqualTo("User: " + "a".repeat(222) + "\n[556 characters are left out here.]\n" + "a".repeat(222)
                        + "\n");
    }

    @Test
    void noCharacterIsCutInTwo() {
        for (var most = 500; most < 510; most++) {
            var transcript = Transcript.of(List.of(says(Role.USER, text("\ud83d\udc18".repeat(400)))), most);

            assertThat(transcript.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                    .as(transcript)
                    .isEmpty();
        }
    }
}
