package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HelpTest {
    @TempDir
    Path folder;

    static List<String> paths() {
        return List.copyOf(HelpPages.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void explainsEveryCommand(String path) {
        var words = new ArrayList<>(path.isEmpty() ? List.<String>of() : List.of(path.split(" ")));
        words.add("--help");

        var run = CliRun.in(folder).run(words.toArray(String[]::new));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        var name = path.isEmpty() ? "zavora-cli" : path.replace(' ', '.');
        Golden.check(HelpTest.class, "help/" + name + ".txt", run.out());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void staysWithinEightyColumnsExceptWhereOneWordIsLonger(String path) {
        for (var line : HelpPages.all().get(path).split("\n", -1)) {
            if (line.length() > 80) {
                assertThat(line.strip().split("<", 2)[0].strip().split(" "))
                        .as(line)
                        .hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void showsExamples(String path) {
        assertThat(HelpPages.all().get(path)).contains("Examples:\n").contains("zavora-cli " + path);
    }

    @Test
    void needsNoConfigurationForHelp() {
        var run = CliRun.in(folder)
                .env("ZAVORA_SESSION_BACKEND", "nonsense")
                .run("--config-path", "missing.toml", "profiles", "--help");

        assertThat(run.exitCode()).isZero();
    }
}
