package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a chat from beginning. */
final class ChatStartTest extends ProgramTest {

    @BeforeEach
    void aFile() throws IOException {
        Files.writeString(home.resolve("a.txt"), "text");
    }

    @ParameterizedTest
    @CsvSource({
        "chat -f a.txt, no --file",
        "chat -o json, not as json",
        "-o stream-json chat, not as stream-json",
        "sessions resume -o json, not as json",
        "sessions resume -f a.txt, no --file"
    })
    void optionsThatAChatDoesNotUseAreRefused(String line, String reason) throws InterruptedException {
        var run = program().withInput("hello\n").run(line.split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out() + run.err()).contains(reason).contains("zavora-cli ask -");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o text chat", "chat"})
    void aChatIsText(String line) throws InterruptedException {
        var run = program()
                .with("ZAVORA_OUTPUT_FORMAT", "json")
                .withInput("hello\n")
                .run(line.split(" "));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(server.lastRequest().lastUserText()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "chat --continue --session-backend sqlite, chat, 11",
        "chat --continue --session-backend memory, chat, 42",
        "chat --continue --session-id x, chat, 2",
        "chat -f a.txt, chat, 2",
        "sessions resume --session-backend sqlite, sessions.resume, 11",
        "sessions resume missing --session-backend sqlite, sessions.resume, 11"
    })
    void aChatThatDoesNotBeginLeavesARecord(String line, String label, int exit)
            throws IOException, InterruptedException {
        var run = program().run(line.split(" "));

        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.err().lines().filter(said -> said.startsWith("["))).hasSize(1);
        var records = Files.readAllLines(home.resolve(".zavora/telemetry/events.jsonl"));
        assertThat(records).hasSize(2);
        assertThat(records.getFirst()).contains("\"event\":\"command.started\"");
        assertThat(records.getLast())
                .contains("\"event\":\"command.failed\"", "\"command\":\"" + label + "\"", "\"exit_code\":" + exit);
    }
}
