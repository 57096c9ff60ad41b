package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CliTest {
    @TempDir
    Path folder;

    @Test
    void printsTheVersion() {
        var run = CliRun.in(folder).run("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("zavora-cli 1.0.0\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void passesWordsAndOptionsOnBothSidesOfTheCommand() {
        var run = CliRun.in(folder).run("--provider", "groq", "ask", "say", "--model", "m", "hello", "--", "-x");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var asked = run.services().invocations.getFirst();
        assertThat(asked.label()).isEqualTo("ask");
        assertThat(asked.arguments().words()).containsExactly("say", "hello", "-x");
        assertThat(asked.settings().model().worker().provider()).isEqualTo("groq");
        assertThat(asked.settings().model().worker().model()).contains("m");
    }
}
