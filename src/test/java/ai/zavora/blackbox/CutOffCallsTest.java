package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.Reply.Call;
import ai.zavora.testing.Reply.Ending;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tool calls of a reply that was cut off: nobody knows whether they are whole, so none of them runs. */
final class CutOffCallsTest extends ProgramTest {

    @Override
    Launcher program() {
        return super.program()
                .with("ZAVORA_SESSION_BACKEND", "sqlite")
                .with("ANTHROPIC_API_KEY", KEY)
                .with("ANTHROPIC_BASE_URL", server.baseUrl())
                .with("DEEPSEEK_API_KEY", KEY)
                .with("DEEPSEEK_BASE_URL", server.baseUrl())
                .with("GOOGLE_API_KEY", KEY)
                .with("GOOGLE_GEMINI_BASE_URL", server.baseUrl())
                .with("OLLAMA_HOST", server.baseUrl());
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
        "gemini, '{}', MAX_TOKENS, output limit",
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
}
