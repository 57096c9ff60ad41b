package ai.zavora.surface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.zavora.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CompletionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void printsAScriptWithoutReadingAnyConfiguration(String shell) {
        var run = CliRun.in(folder).env("ZAVORA_CONFIG", "missing.toml").run("completion", shell);

        assertThat(run.exitCode()).isZero();
        Golden.check(CompletionTest.class, "completion." + shell, run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zavora-cli ''| ask chat setup models profiles doctor sessions telemetry eval perf server migrate completion",
                "zavora-cli mo| models",
                "zavora-cli --provider groq ch| chat",
                "zavora-cli models ''| list pull remove",
                "zavora-cli models --model models r| remove",
                "zavora-cli profiles show --js| --json",
                "zavora-cli --provider an| anthropic",
                "zavora-cli ask --session-backend = sq| sqlite",
                "zavora-cli ask --always| --always-approve",
                "zavora-cli completion f| fish",
                "zavora-cli --model ''| ''",
                "zavora-cli perf report --fail-on ''| regression",
                "zavora-cli perf report --html p.html --fail-on = r| regression",
                "zavora-cli telemetry report --fail-on w| warn",
                "zavora-cli --fail-on ''| ''",
                "zavora-cli ask -- --prov| ''"
            })
    void completesInBash(String words, String expected) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
        var script = folder.resolve("completion.bash");
        Files.writeString(
                script,
                CliRun.in(folder).run("completion", "bash").out()
                        + "COMP_WORDS=(" + words.strip() + ")\n"
                        + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                        + "_zavora_cli\n"
                        + "echo \"${COMPREPLY[*]}\"\n");

        assertThat(output("/bin/bash", "--norc", script.toString()).strip())
                .isEqualTo(expected.strip().replace("''", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void writesWhatTheShellCanRead(String shell) throws IOException, InterruptedException {
        var program = List.of("/bin/" + shell, "/usr/bin/" + shell).stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
        assumeTrue(program.isPresent(), "no " + shell + " here");
        var script = folder.resolve("script");
        Files.writeString(script, CliRun.in(folder).run("completion", shell).out());

        assertThat(output(program.get(), "-n", script.toString())).isEmpty();
    }

    @Test
    void namesEveryCommandOfTheTree() {
        assertThat(CompletionCommand.nodes())
                .extracting(node -> node.path())
                .containsExactlyElementsOf(HelpPages.all().keySet());
    }

    private static String output(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getInputStream()) {
            process.getOutputStream().close();
            var text = new String(in.readAllBytes(), UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }
}
