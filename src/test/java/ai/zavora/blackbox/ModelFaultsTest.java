package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.FreePort;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.Reply;
import ai.zavora.testing.Scripted;
import ai.zavora.testing.TestCertificate;
import ai.zavora.testing.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way a provider can fail ends the program in bounded time, with its exit code and a final line. */
final class ModelFaultsTest extends ProgramTest {

    @Test
    void noCredentialListsEveryWayOut() throws InterruptedException {
        var run = Launcher.in(home).with("OLLAMA_HOST", "").run("ask", PROMPT);

        failsInText(run, 10, "PROVIDER");
        assertThat(run.err())
                .contains("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "DEEPSEEK_API_KEY", "GROQ_API_KEY")
                .containsIgnoringCase("ollama")
                .contains("local");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedCredentialEndsAtOnce(int status) throws InterruptedException {
        server.otherwise(Fault.status(status));
        var running = program().start("ask", PROMPT);
        server.awaitRequests(1);
        var asked = System.nanoTime();

        var run = running.finish();

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        failsInText(run, 10, "PROVIDER");
        assertThat(run.err()).contains("OPENAI_API_KEY");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aClosedPortIsTriedAgainVisiblyAndInBounds() throws Exception {
        var run = closedPort().run("ask", "--model-retry-total-secs", "3", PROMPT);

        failsInText(run, 10, "PROVIDER");
        assertThat(run.err()).contains("Trying again", "attempt 2");
        assertThat(run.took()).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aClosedPortIsAStructuredError() throws Exception {
        failsInJson(closedPort().run("ask", "-o", "stream-json", "--model-attempts", "1", PROMPT), 10, "PROVIDER");
        failsInJson(closedPort().run("ask", "-o", "json", "--model-attempts", "1", PROMPT), 10, "PROVIDER");
    }

    private Launcher closedPort() throws IOException {
        return Launcher.in(home)
                .with("OPENAI_API_KEY", KEY)
                .with("OPENAI_BASE_URL", "http://127.0.0.1:" + FreePort.closed() + "/v1");
    }

    @Test
    void anUnknownHostIsNamed() throws InterruptedException {
        var run = Launcher.in(home)
                .with("OPENAI_API_KEY", KEY)
                .with("OPENAI_BASE_URL", "http://no-such-host.invalid/v1")
                .run("ask", "--model-attempts", "1", PROMPT);

        failsInText(run, 10, "PROVIDER");
        assertThat(run.err()).contains("no-such-host.invalid");
    }

    @Test
    void anUntrustedCertificateIsRefusedUntilItIsTrusted() throws InterruptedException {
        try (var secure = ModelServer.startTls(home)) {
            var program = Launcher.in(home)
                    .with("OPENAI_API_KEY", KEY)
                    .with("OPENAI_BASE_URL", secure.baseUrl(Wire.OPENAI_CHAT));
            var refused = program.run("ask", PROMPT);
            failsInText(refused, 10, "PROVIDER");
            assertThat(refused.err()).contains("ZAVORA_CA_BUNDLE");
            assertThat(secure.requests()).isEmpty();

            secure.reply(Reply.text("private"));
            var trusted = program.with("ZAVORA_CA_BUNDLE", secure.caBundle().toString())
                    .run("ask", PROMPT);
            assertThat(trusted.out()).as(trusted.err()).isEqualTo("private\n");
        }
    }

    @Test
    void anExpiredCertificateIsToldAsSuch() throws InterruptedException {
        try (var secure = ModelServer.startTls(TestCertificate.expired(home))) {
            var run = Launcher.in(home)
                    .with("OPENAI_API_KEY", KEY)
                    .with("OPENAI_BASE_URL", secure.baseUrl(Wire.OPENAI_CHAT))
                    .with("ZAVORA_CA_BUNDLE", secure.caBundle().toString())
                    .run("ask", PROMPT);

            failsInText(run, 10, "PROVIDER");
            assertThat(run.err()).contains("has expired", "clock").doesNotContain("ZAVORA_CA_BUNDLE");
        }
    }

    private static Stream<Named<Fault>> passing() {
        return Stream.of(
                Named.of("429 with Retry-After", Fault.status(429, Duration.ofSeconds(1))),
                Named.of("429", Fault.status(429)),
                Named.of("500", Fault.status(500)),
                Named.of("529", Fault.status(529)),
                Named.of("closed at once", Fault.closeAtOnce()));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aPassingFaultIsRetriedVisibly(Fault fault) throws InterruptedException {
        server.reply(fault, Reply.text("at last"));

        var run = program().run("ask", PROMPT);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("at last\n");
        assertThat(run.err()).contains("Trying again", "attempt 2");
        assertThat(server.requests()).hasSize(2);
    }

    private static Stream<Named<Scripted>> lasting() {
        return Stream.of(
                Named.of("cut in the middle of an event", Fault.cutMidEvent()),
                Named.of("no final event", Fault.endWithoutDone()),
                Named.of("malformed JSON", Fault.malformedJson()),
                Named.of("an error in the stream", Fault.errorEvent()),
                Named.of("a web page", Fault.htmlPage()),
                Named.of("no HTTP", Fault.raw("hello\r\n")),
                Named.of("500 for ever", Fault.status(500)),
                Named.of("429 with a day to wait", Fault.status(429, Duration.ofDays(1))),
                Named.of("unknown model", Fault.status(404)),
                Named.of("content filter", Fault.contentFilter()),
                Named.of("silence before the head", Fault.silenceBeforeHeaders()),
                Named.of("silence before the first event", Fault.silenceBeforeFirstEvent()),
                Named.of("silence between events", Fault.silenceBetweenEvents()),
                Named.of("slow drip", Fault.slowDrip(Duration.ofMillis(50))),
                Named.of("an endless line", Fault.endlessLine(200_000_000L)));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void aLastingFaultEndsInATypedError(Scripted fault) throws InterruptedException {
        server.otherwise(fault);

        var run = program()
                .with("ZAVORA_MODEL_FIRST_EVENT_TIMEOUT_SECS", "1")
                .with("ZAVORA_MODEL_SILENCE_TIMEOUT_SECS", "1")
                .with("ZAVORA_MODEL_TOTAL_TIMEOUT_SECS", "5")
                .with("ZAVORA_MODEL_RETRY_TOTAL_SECS", "2")
                .run("ask", "-o", "stream-json", PROMPT);

        failsInJson(run, 10, "PROVIDER");
    }

    @Test
    void aPromptOverTheWindowIsTheUsersToChange() throws InterruptedException {
        server.otherwise(Fault.contextOverflow());

        failsInText(program().run("ask", PROMPT), 42, "INPUT");
    }

    @Test
    void aHugeEventIsTakenOrRefused() throws InterruptedException {
        server.reply(Fault.hugeEvent(50_000_000));

        var run = program().run("ask", "--model-attempts", "1", PROMPT);

        if (run.exit() == 0) {
            assertThat(run.out()).hasSize(50_000_001);
        } else {
            failsInText(run, 10, "PROVIDER");
        }
    }

    @Test
    void anEmptyAnswerIsNoSuccess() throws InterruptedException {
        server.reply(Reply.empty());

        failsInJson(program().run("ask", "-o", "stream-json", PROMPT), 10, "PROVIDER");
    }
}
