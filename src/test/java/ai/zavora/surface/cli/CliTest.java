package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setup --provider KEY --key-stdin",
                "setup --provider=KEY",
                "setup KEY",
                "KEY",
                "models KEY",
                "completion KEY",
                "ask hello --output-format KEY",
                "ask hello --tool-timeout-secs KEY",
                "ask hello --telemetry-enabled KEY",
                "telemetry report --fail-on KEY"
            })
    void aKeyInTheWrongPlaceIsNotRepeated(String line) {
        for (var key : List.of("sk-CANARY-1", "gsk_CANARY", "CANARY0123456789abcdef0123456789")) {
            var run = CliRun.in(folder).run(line.replace("KEY", key).split(" ", -1));

            assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
            assertThat(run.out() + run.err()).contains("looks like a key").doesNotContain("CANARY");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZAVORA_PROVIDER", "ZAVORA_TOOL_TIMEOUT_SECS", "ZAVORA_TELEMETRY_CAPTURE_CONTENT"})
    void aKeyInTheWrongVariableIsNotRepeated(String variable) {
        var run = CliRun.in(folder).env(variable, "sk-CANARY").run("ask", "hello");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.out() + run.err()).contains("looks like a key").doesNotContain("CANARY");
    }
}
