package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.Reply;
import ai.zavora.testing.Scripted;
import ai.zavora.testing.ServedAgent;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a model or the store does wrong: a typed answer, and the same session and server go on. */
@Tag("blackbox")
@Timeout(180)
final class FaultsTest {
    private static final String ASK = "/v1/ask";
    private static final String KEY = "sk-canary-0123456789";

    @TempDir
    static Path folder;

    private static ModelServer model;
    private static ServedAgent agent;

    @BeforeAll
    static void serve() throws InterruptedException {
        model = ModelServer.start();
        agent = ServedAgent.start(Launcher.in(folder)
                .withModel(model)
                .with("OPENAI_API_KEY", KEY)
                .with("ZAVORA_SESSION_BACKEND", "sqlite")
                .with("ZAVORA_MODEL_FIRST_EVENT_TIMEOUT_SECS", "1")
                .with("ZAVORA_MODEL_SILENCE_TIMEOUT_SECS", "1")
                .with("ZAVORA_MODEL_TOTAL_TIMEOUT_SECS", "5")
                .with("ZAVORA_MODEL_ATTEMPTS", "2")
                .with("ZAVORA_MODEL_RETRY_TOTAL_SECS", "2"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        try {
            assertThat(agent.get("/metrics").text()).contains("\nzavora_turns_running 0\n");
            var run = agent.stop();
            assertThat(run.exit()).isZero();
            assertThat(run.out() + run.err()).doesNotContain(KEY, "\tat ");
        } finally {
            agent.close();
            model.close();
        }
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                        Named.<Scripted>of("cut in the middle of an event", Fault.cutMidEvent()),
                        Named.<Scripted>of("no final event", Fault.endWithoutDone()),
                        Named.<Scripted>of("malformed JSON", Fault.malformedJson()),
                        Named.<Scripted>of("an error in the stream", Fault.errorEvent()),
                        Named.<Scripted>of("a web page", Fault.htmlPage()),
                        Named.<Scripted>of("no HTTP", Fault.raw("hello\r\n")),
                        Named.<Scripted>of("closed at once", Fault.closeAtOnce()),
                        Named.<Scripted>of("401", Fault.status(401)),
                        Named.<Scripted>of("404", Fault.status(404)),
                        Named.<Scripted>of("429 with a day to wait", Fault.status(429, Duration.ofDays(1))),
                        Named.<Scripted>of("500", Fault.status(500)),
                        Named.<Scripted>of("content filter", Fault.contentFilter()),
                        Named.<Scripted>of("an empty answer", Reply.empty()),
                        Named.<Scripted>of("silence before the head", Fault.silenceBeforeHeaders()),
                        Named.<Scripted>of("silence before the first event", Fault.silenceBeforeFirstEvent()),
                        Named.<Scripted>of("silence between events", Fault.silenceBetweenEvents()),
                        Named.<Scripted>of("slow drip", Fault.slowDrip(Duration.ofMillis(50))),
                        Named.<Scripted>of("comments only", Fault.keepAliveOnly(Duration.ofMillis(100))),
                        Named.<Scripted>of("an endless line", Fault.endlessLine(200_000_000L)))
                .map(fault -> Arguments.of(fault, 500, "PROVIDER"));
    }

    private static Stream<Arguments> allFaults() {
        return Stream.concat(
                faults(),
                Stream.of(Arguments.of(
                        Named.<Scripted>of("longer than the window", Fault.contextOverflow()), 400, "INPUT")));
    }

    @ParameterizedTest
    @MethodSource("allFaults")
    void aModelThatFails(Scripted fault, int status, String category) throws InterruptedException {
        var question = "{\"prompt\":\"purple elephant\",\"session_id\":\"s" + fault.hashCode() + "\"}";
        model.otherwise(fault);

        var whole = agent.post(ASK, question);
        assertThat(whole.status()).as(whole.text()).isEqualTo(status);
        assertThat(whole.json().string("category")).contains(category);
        assertThat(whole.json().string("hint")).isPresent().get().asString().isNotBlank();
        assertThat(whole.text()).doesNotContain(KEY, "purple elephant", "Exception", folder.toString());

        var stream = agent.send(agent.posting(ASK, question).header("Accept", "text/event-stream"));
        assertThat(stream.status()).isEqualTo(200);
        var last = Events.of(stream.text()).getLast();
        assertThat(last.name()).isEqualTo("error");
        assertThat(last.data().object("data").orElseThrow().toString()).contains(category);

        model.otherwise(Reply.text("well"));
        var after = agent.post(ASK, question);
        assertThat(after.status()).as(after.text()).isEqualTo(200);
    }

    @Test
    void aStoreThatIsLockedInTheMiddleOfATurn() throws Exception {
        model.otherwise(Reply.text("well"));
        var question = "{\"prompt\":\"hi\",\"session_id\":\"locked\"}";
        assertThat(agent.post(ASK, question).status()).isEqualTo(200);
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".zavora/sessions.db"));
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            var answer = agent.post(ASK, question);

            assertThat(answer.status()).as(answer.text()).isEqualTo(500);
            assertThat(answer.json().string("category")).contains("SESSION");
            assertThat(answer.text()).doesNotContain(folder.toString(), "SQL");
            assertThat(agent.get("/healthz").status()).isEqualTo(200);
            statement.execute("ROLLBACK");
        }
        assertThat(agent.post(ASK, question).status()).isEqualTo(200);
    }
}
