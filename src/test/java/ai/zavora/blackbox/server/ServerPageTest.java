package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.FreePort;
import ai.zavora.testing.Page;
import ai.zavora.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Runs the commands of the pages on the server as written; the program is on the path. */
final class ServerPageTest extends ServerTest {
    private static final Pattern SERVE = Pattern.compile("(?m)^zavora-cli server serve .*$");

    @Test
    void everyCommandDoesWhatThePageSays() throws InterruptedException, IOException {
        var run = shell(blocks("docs/server.md"));

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

    @Test
    void theCommandsForChatCompletionsWork() throws InterruptedException, IOException {
        model.reply(Reply.text("Good ", "day."));

        var run = shell("zavora-cli server serve --port 8787\nTOKEN=any\n" + blocks("docs/chat-completions.md")
                + "zavora-cli server stop\n");

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("\"object\":\"chat.completion.chunk\"", "day.\"}", "data: [DONE]");
    }

    /** The commands of a page, a line apart. */
    private static String blocks(String page) throws IOException {
        return Page.read(Path.of(page))
                .blocks("bash")
                // a server that was told to stop is gone before the next one starts
                .map(block -> block + "echo\nzavora-cli server status > /dev/null || wait $SERVER\n")
                .collect(Collectors.joining());
    }

    /** Runs commands in one shell; a server that is started runs on while those behind it are run. */
    private Finished shell(String commands) throws IOException, InterruptedException {
        FreePort.await(8787);
        var script = """
                set -e
                N=0
                trap 'kill $SERVER 2> /dev/null || :; wait' EXIT
                """ + SERVE.matcher(commands).replaceAll("""
                        N=\\$((N + 1))
                        $0 > served.\\$N &
                        SERVER=\\$!
                        until grep -q Listening served.\\$N; do kill -0 \\$SERVER; sleep 0.1; done""");
        return program().onPath().with("ZAVORA_SESSION_BACKEND", "sqlite").shell(script);
    }
}
