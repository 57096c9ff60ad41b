package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs every command block of the operators' page as written, one after the other, in one fresh home. */
final class OperationsPageTest extends ProgramTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    private final List<String> commands = new ArrayList<>();
    private final Map<String, Finished> finished = new TreeMap<>();

    @BeforeEach
    void runThePage() throws IOException, InterruptedException {
        var blocks = BLOCK.matcher(Files.readString(Path.of("docs/operations.md")));
        Files.createDirectories(home.resolve(".zavora"));
        while (blocks.find()) {
            if (blocks.group(1).equals("toml")) {
                Files.writeString(home.resolve(".zavora/config.toml"), blocks.group(2));
            } else {
                assertThat(blocks.group(1)).isEqualTo("bash");
                commands.addAll(blocks.group(2).lines().toList());
            }
        }
        Files.createDirectories(home.resolve("bin"));
        Files.createSymbolicLink(
                home.resolve("bin/zavora-cli"), Path.of("zavora-cli").toAbsolutePath());
        assertThat(shell("zavora-cli ask hello").exit()).isZero();
        for (var command : commands) {
            finished.put(command, shell(command));
        }
    }

    private Finished shell(String command) throws InterruptedException {
        return program().shell("PATH=\"$PWD/bin:$PATH\"; " + command);
    }

    @Test
    void everyCommandDoesWhatThePageSays() throws InterruptedException {
        assertThat(commands).hasSizeGreaterThan(10);
        finished.forEach((command, run) -> {
            assertThat(run.exit()).as(command + "\n" + run.out() + run.err()).isZero();
            assertThat(run.err()).as(command).isEmpty();
        });
        assertThat(out("sessions list")).contains("- default-session (updated: ");
        assertThat(out("sessions show")).contains("hello", "assistant [final]");
        assertThat(out("prune --keep 50 --dry-run")).contains("Nothing to prune");
        assertThat(out("sessions search")).contains("default-session #");
        assertThat(out("sessions fork")).contains("experiment");
        assertThat(out("sessions import")).contains("copy");
        assertThat(out("migrate")).contains("up to date");
        assertThat(shell("zavora-cli sessions list").out()).contains("- default-session", "- experiment", "- copy");
    }

    private String out(String part) {
        return finished.entrySet().stream()
                .filter(entry -> entry.getKey().contains(part))
                .findFirst()
                .orElseThrow()
                .getValue()
                .out();
    }
}
