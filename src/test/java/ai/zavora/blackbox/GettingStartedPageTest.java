package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Installation;
import ai.zavora.testing.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the page for beginners as written, with the installed program. */
final class GettingStartedPageTest extends ProgramTest {
    @TempDir
    private Path prefix;

    @Test
    void everyCommandDoesWhatThePageSays() throws Exception {
        var operator = program().withPrograms(Installation.under(prefix));
        var out = new StringBuilder();
        for (var block : Page.read(Path.of("docs/getting-started.md")).blocks()) {
            switch (block.language()) {
                case "toml" -> {
                    Files.createDirectories(home.resolve(".zavora"));
                    Files.writeString(home.resolve(".zavora/config.toml"), block.text());
                }
                case "bash" -> {
                    var run = operator.shell("set -e\n" + block.text());
                    assertThat(run.exit())
                            .as(block.text() + run.out() + run.err())
                            .isZero();
                    out.append(run.out());
                }
                default -> assertThat(block.language()).isEqualTo("console");
            }
        }

        assertThat(out)
                .contains("zavora-cli 1.", "Usage: zavora-cli", "Healthy: 0 failures", "Hello from the model server.")
                .contains("\"exit_code\":0", "Profile: default (configured)", "- default-session (updated: ")
                .containsPattern(Pattern.compile("My name is Ada\\..*What is my name\\?", Pattern.DOTALL));
        assertThat(server.requests())
                .extracting(request -> String.join("\n", request.said()))
                .anySatisfy(said -> assertThat(said).contains("Explain this error", "error: disk full"));
        assertThat(server.lastRequest().said()).contains("user: My name is Ada.", "user: What is my name?");
    }
}
