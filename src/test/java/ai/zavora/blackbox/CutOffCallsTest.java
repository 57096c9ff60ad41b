package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.Reply.Call;
import ai.zavora.testing.Reply.Ending;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that were cut off: nobody knows whether the tool calls in them are whole, so none of them runs. */
final class CutOffCallsTest extends ProgramTest {

    @Override
    Launcher program() {
        return withEveryProvider();
    }

    @ParameterizedTest
    @CsvSource({
        "openai, '', MAX_TOKENS, output limit",
        "openai, '{\"rel', MAX_TOKENS, output limit",
        "openai, '', CONTENT_FILTER, content filter",
        "anthropic, '', MAX_TOKENS, output limit",
        "anthropic, '{\"rel', MAX_TOKENS, output limit",
        "anthropic, '', CONTENT_FILTER, content filter",
        "deepseek, '', MAX_TOKENS, output limit",
        "deepseek, '', BROKEN_OFF, the provider broke",
        "gemini, '{}', MAX_TOKENS, output limit",
        "gemini, '{}', BROKEN_OFF, the provider broke",
        "ollama, '{}', MAX_TOKENS, output limit"
    })
    void noneOfThemRuns(String provider, String arguments, Ending ending, String why) throws InterruptedException {
        var call = new Call("call_1", "release_template", arguments.isEmpty() ? List.of() : List.of(arguments));
        server.reply(Reply.text("I will see.").then(Reply.toolUses(call)).ending(ending));

        var run = program().run("ask", "--provider", provider, "Plan the release");
        var goesOn = program().run("ask", "--provider", provider, "Go on");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("I will see.\n");
        assertThat(run.err()).contains("Warning: ", why);
        assertThat(goesOn.exit()).as(goesOn.err()).isZero();
        assertThat(server.requests()).hasSize(2);
        assertThat(server.lastRequest().bodyText()).contains("not_run", "Go on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic", "deepseek", "gemini"})
    void anAnswerThatTheProviderBrokeOffIsSaidToBe(String provider) throws InterruptedException {
        server.reply(Reply.text("half of").ending(Ending.BROKEN_OFF));

        var run = program().run("ask", "--provider", provider, "Tell me");

        assertThat(run.out()).isEqualTo("half of\n");
        assertThat(run.err()).contains("Warning: the provider broke the answer off");
    }

    /** It would stand for all that was said. */
    @Test
    void aSummaryThatTheProviderBrokeOffIsNone() throws Exception {
        var settings = Files.createDirectories(home.resolve(".zavora")).resolve("config.toml");
        Files.writeString(settings, "[profiles.default]\ncompaction_threshold = 0.0\n");
        server.reply(
                Reply.text("Noted: plum."), Reply.text("They want").ending(Ending.BROKEN_OFF), Reply.text("Plum."));
        program().run("ask", "--provider", "gemini", "The word is plum");

        var run = program().run("ask", "--provider", "gemini", "Which word?");

        assertThat(run.err()).contains("could not be summarised");
        assertThat(server.lastRequest().bodyText()).contains("The word is plum").doesNotContain("They want");
    }
}
