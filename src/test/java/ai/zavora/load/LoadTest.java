package ai.zavora.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LoadTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @Test
    void asksAsOftenAsItShallOverAllConnections() throws Exception {
        try (var server = new ScriptedServer(_ -> OK)) {
            var report = new Load(get(server, "/{n}?x={n}"), requests(7, 100, "hello")).run();

            assertThat(report.answered()).isEqualTo(100);
            assertThat(report.failed()).isZero();
            assertThat(report.samples().bytes()).isEqualTo(500);
            assertThat(report.rate()).isPositive();
            assertThat(server.connections()).isBetween(1, 7);
            assertThat(server.requests())
                    .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 100)
                            .mapToObj(number -> "GET /" + number + "?x=" + number + " HTTP/1.1")
                            .toList());
        }
    }

    @Test
    void failuresAreCountedByKind() throws Exception {
        var answers = Map.of(
                "1", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
                "2", "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n",
                "3", "HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n",
                "4", "",
                "5", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello",
                "6", "hello\r\n",
                "7", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbye");
        try (var server = new ScriptedServer(path -> answers.getOrDefault(path.substring(1), OK))) {
            var report = new Load(get(server, "/{n}"), requests(1, 10, "hello")).run();

            assertThat(report.samples().errors())
                    .containsOnly(
                            Map.entry("status 503", 2L),
                            Map.entry("status 500", 1L),
                            Map.entry("closed before the answer", 1L),
                            Map.entry("closed within the answer", 1L),
                            Map.entry("malformed answer", 1L),
                            Map.entry("expected text missing", 1L));
            assertThat(report.answered()).isEqualTo(3);
            assertThat(report.failed()).isEqualTo(7);
            assertThat(server.connections())
                    .as("made again after 3, 4, 5 and 6")
                    .isEqualTo(5);
            assertThat(report.cost().connects()).isEqualTo(5);
        }
    }

    @Test
    void aServerThatIsSilentCostsTheTimeout() throws Exception {
        try (var server = new ScriptedServer(_ -> ScriptedServer.SILENCE)) {
            var plan =
                    new Plan(2, new Plan.Amount.Requests(2), Duration.ZERO, Duration.ZERO, Duration.ofMillis(50), "");

            assertThat(new Load(get(server, "/"), plan).run().samples().errors())
                    .containsOnly(Map.entry("timeout", 2L));
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailureToo() throws Exception {
        var gone = URI.create("http://127.0.0.1:" + FreePort.closed() + "/");
        var target = new Target(Target.Method.GET, gone, List.of(), "");

        assertThat(new Load(target, requests(2, 3, "")).run().samples().errors())
                .containsOnly(Map.entry("no connection", 3L));
    }

    @Test
    void eventsAreTimedFromTheRequestOn() throws Exception {
        var stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "9\r\ndata: a\n\n\r\n" + ScriptedServer.PAUSE + "12\r\ndata: b\n\ndata: c\n\n\r\n0\r\n\r\n";
        try (var server = new ScriptedServer(_ -> stream)) {
            var report = new Load(get(server, "/"), requests(2, 6, "data: c")).run();

            var samples = report.samples();
            assertThat(report.answered()).isEqualTo(6);
            assertThat(samples.events()).isEqualTo(18);
            assertThat(samples.firstEvents().count()).isEqualTo(6);
            assertThat(samples.gaps().count()).isEqualTo(12);
            var pause = ScriptedServer.PAUSED.toNanos();
            assertThat(samples.lastEvents().percentile(1)).isGreaterThanOrEqualTo(pause);
            assertThat(samples.answers().percentile(1))
                    .isGreaterThanOrEqualTo(samples.lastEvents().percentile(1));
        }
    }

    @Test
    void aTimeIsMeasuredBehindTheWarmUp() throws Exception {
        try (var server = new ScriptedServer(_ -> OK)) {
            var plan = new Plan(
                    3,
                    new Plan.Amount.Time(Duration.ofMillis(500)),
                    Duration.ofMillis(500),
                    Duration.ZERO,
                    Duration.ofSeconds(20),
                    "");
            var report = new Load(get(server, "/{n}"), plan).run();

            assertThat(report.answered())
                    .isPositive()
                    .isLessThan(server.requests().size());
            assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
            // those of the warm-up go on; on a busy machine one may begin late
            assertThat(report.cost().connects()).isLessThan(3);
        }
    }

    @Test
    void bodiesAndHeadersAreSent() throws Exception {
        try (var server = new ScriptedServer(_ -> OK)) {
            var target = new Target(
                    Target.Method.POST, server.address("/ask"), List.of("X-Number: {n}"), "{\"id\":\"é{n}\"}");
            new Load(target, requests(1, 12, "")).run();

            assertThat(server.whole(11))
                    .startsWith("POST /ask HTTP/1.1\r\nHost: 127.0.0.1:")
                    .contains("\r\nX-Number: 12\r\n", "\r\nContent-Length: 13\r\n")
                    .endsWith("\r\n\r\n{\"id\":\"é12\"}");
        }
    }

    @Test
    void theEchoAnswersWhatTheLoadAsks() throws Exception {
        try (var echo = new EchoServer()) {
            var target = new Target(Target.Method.GET, echo.address(), List.of("Accept: */*"), "");
            var report = new Load(target, requests(10, 500, "ok")).run();

            assertThat(report.failed()).isZero();
            assertThat(report.answered()).isEqualTo(500);
        }
    }

    @Test
    void wrongOptionsAreNamed() {
        assertWrong("--url is missing", "--requests", "5");
        assertWrong("there is no option --request", "--request", "5");
        assertWrong("--requests needs a value", "--url", "http://x/", "--requests");
        assertWrong("--seconds takes seconds, not five", "--url", "http://x/", "--seconds", "five");
        assertWrong("not an http address", "--url", "https://x/");
        assertWrong("not an http address", "--url", "localhost:80");
        assertWrong("fewer than one connection", "--url", "http://x/", "--connections", "0");
    }

    private static void assertWrong(String words, String... arguments) {
        assertThatThrownBy(() -> LoadOptions.parse(List.of(arguments)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private static Target get(ScriptedServer server, String path) throws IOException {
        return new Target(Target.Method.GET, server.address(path), List.of(), "");
    }

    private static Plan requests(int connections, int count, String expected) {
        return new Plan(
                connections,
                new Plan.Amount.Requests(count),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(20),
                expected);
    }
}
