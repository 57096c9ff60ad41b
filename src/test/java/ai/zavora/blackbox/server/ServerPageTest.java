package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs the commands of {@code docs/server.md} as written, in one shell; the program is on its path. */
final class ServerPageTest extends ServerTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\\n(.*?)^```$");
    private static final Pattern SERVE = Pattern.compile("(?m)^zavora-cli server serve .*$");

    @Test
    void everyCommandDoesWhatThePageSays() throws InterruptedException, IOException {
        var run = run("docs/server.md");

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("{\"status\":\"ok\"}", "\"status\":\"ready\"")
                .contains("\"message_id\":\"ack-ping-1\"", "\"from_agent\":\"zavora\"", "zavora-a2a-v1")
                .contains("\"answer\":\"", "\"session_id\":\"s1\"", "event: result", "\"interrupted\":false")
                .contains("\"user_id\":\"build\"", "\"category\":\"INPUT\"", "This needs a valid token.");
        assertThat(run.out().split("What is the capital of France\\?", -1))
                .as("shown and exported")
                .hasSizeGreaterThan(2);
        for (var server : List.of("served.1", "served.2")) {
            assertThat(Files.readString(folder.resolve(server))).endsWith("Stopped.\n");
        }
    }

    /** What a page has, with a server that is started left running while the commands behind it are run. */
    private Finished run(String page) throws IOException, InterruptedException {
        Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("bin")).resolve("zavora-cli"),
                Path.of("zavora-cli").toAbsolutePath());
        var script = new StringBuilder("""
                set -e
                PATH="$PWD/bin:$PATH"
                N=0
                trap 'kill $SERVER 2> /dev/null || :; wait' EXIT
                """);
        var blocks = BLOCK.matcher(Files.readString(Path.of(page)));
        while (blocks.find()) {
            script.append(SERVE.matcher(blocks.group(1)).replaceAll("""
                            N=\\$((N + 1))
                            $0 > served.\\$N &
                            SERVER=\\$!
                            until grep -q Listening served.\\$N; do kill -0 \\$SERVER; sleep 0.1; done"""));
            // after each group of commands: a server that was told to stop is gone before the next one starts
            script.append("echo\nzavora-cli server status > /dev/null || wait $SERVER\n");
        }
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite").shell(script.toString());
    }
}
