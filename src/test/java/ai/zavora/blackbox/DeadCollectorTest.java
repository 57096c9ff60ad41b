package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.DeadCollector;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Finished;
import ai.zavora.testing.OtlpReceiver;
import ai.zavora.testing.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A collector that does not work costs its records and nothing else. */
final class DeadCollectorTest extends ProgramTest {
    /** One request to a collector may take this long, so a command that waited for one would show. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration FAR_LESS = Duration.ofSeconds(30);

    private Finished ask(String endpoint) throws InterruptedException {
        return program()
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
                .with("OTEL_EXPORTER_OTLP_TIMEOUT", Long.toString(REQUEST_TIMEOUT.toMillis()))
                .run("ask", PROMPT);
    }

    private static void toldOnce(Finished run, String reason) {
        assertThat(run.err())
                .isEqualTo("Warning: Telemetry could not be sent to the collector: " + reason
                        + ". Nothing else is affected.\n");
        assertThat(run.took()).isLessThan(FAR_LESS);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerIsNotAffected(DeadCollector.Way way) throws InterruptedException {
        server.reply(Reply.text("Hello"));
        try (var dead = new DeadCollector(way)) {
            var run = ask(dead.endpoint());

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo("Hello\n");
            switch (way) {
                case REFUSES -> toldOnce(run, "no connection");
                case UNREACHABLE, SILENT, DRIPS -> toldOnce(run, "no answer in time");
                case GARBAGE, HANGS_UP -> toldOnce(run, "the answer is not HTTP, or was cut off");
                // the status came, and was all that is asked of it
                case ENDLESS -> assertThat(run.err()).isEmpty();
            }
            assertThat(run.took()).isLessThan(FAR_LESS);
        }
    }

    @Test
    void aProxyThatNoRequestCanGoThroughIsNamedAsTheReason() throws InterruptedException {
        var run = program()
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.invalid")
                .with("HTTPS_PROXY", "socks5://127.0.0.1:1")
                .run("ask", PROMPT);

        assertThat(run.exit()).as(run.err()).isZero();
        toldOnce(run, "The proxy address cannot be used");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 404, 429, 500, 503})
    void aRefusalIsToldOnceAndNotTriedAgain(int status) throws InterruptedException {
        server.reply(Reply.text("Hello"));
        try (var collector = OtlpReceiver.answering(status)) {
            var run = ask(collector.endpoint());

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo("Hello\n");
            toldOnce(run, "HTTP " + status);
            // logs more than once: early, to open the connection, now and then on a slow machine, and at the end
            assertThat(collector.requests())
                    .extracting(request -> request.path() + request.content())
                    .doesNotHaveDuplicates();
            assertThat(collector.requests()).noneMatch(request -> request.path().contains("elsewhere"));
        }
    }

    @Test
    void aPartOfItThatTheCollectorRejectsIsToldOnce() throws InterruptedException {
        server.reply(Reply.text("Hello"));
        try (var collector = OtlpReceiver.start().rejecting(1)) {
            var run = ask(collector.endpoint());

            assertThat(run.exit()).as(run.err()).isZero();
            toldOnce(run, "the collector rejected a part of it");
        }
        server.reply(Reply.text("Hello"));
        try (var collector = OtlpReceiver.start().rejecting(0)) {
            assertThat(ask(collector.endpoint()).err()).isEmpty();
        }
    }

    @Test
    void aFailureStaysTheSame() throws InterruptedException {
        server.otherwise(Fault.status(401));
        var alone = program().run("ask", PROMPT);
        try (var dead = new DeadCollector(DeadCollector.Way.SILENT)) {
            var run = ask(dead.endpoint());

            assertThat(run.exit()).isEqualTo(alone.exit()).isEqualTo(10);
            assertThat(run.out()).isEqualTo(alone.out());
            assertThat(run.err()).startsWith(alone.err());
            assertThat(run.err().substring(alone.err().length()).lines()).hasSize(1);
        }
    }

    @Test
    void aSignalEndsTheCommandAllTheSame() throws InterruptedException {
        server.reply(Fault.silenceBetweenEvents());
        try (var dead = new DeadCollector(DeadCollector.Way.SILENT);
                var running = program()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", dead.endpoint())
                        .start("ask", PROMPT)) {
            running.awaitOutput("Once");

            running.signal("INT");

            assertThat(running.finish().exit()).isEqualTo(130);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:4317", "ftp://collector.example", "http://user:word@127.0.0.1:4318", "not an address"
            })
    void anAddressThatIsNoneIsWarnedOf(String endpoint) throws InterruptedException {
        server.reply(Reply.text("Hello"));

        var run = ask(endpoint);

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("Hello\n");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("OTEL_EXPORTER_OTLP_ENDPOINT").doesNotContain("word");
    }
}
