package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.zavora.testing.Fault;
import ai.zavora.testing.Finished;
import ai.zavora.testing.FreePort;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the server begins and ends. */
final class LifecycleTest extends ServerTest {
    private static final String ASK = "/v1/ask";

    @Test
    void refusesAnAddressOfTheNetworkWithoutAToken() throws InterruptedException {
        var run = program().run("server", "serve", "--host", "0.0.0.0", "--port", "0");

        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.err()).contains("[INPUT]", "ZAVORA_SERVER_AUTH_TOKEN");
        assertThat(run.out()).doesNotContain("Listening");
    }

    @Test
    void refusesWhatIsNoAddress() throws InterruptedException {
        var run = program().run("server", "serve", "--host", "agent.example", "--port", "0");

        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.err()).contains("is no IP address");
    }

    @Test
    void saysThatAPortIsTaken() throws InterruptedException, IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var run = program().run("server", "serve", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(run.exit()).isEqualTo(42);
            assertThat(run.err()).contains("cannot be listened on", "--port").doesNotContain("Exception");
            assertThat(run.out()).doesNotContain("Listening");
        }
    }

    @Test
    void recordsItsStartOnlyOnceItListens() throws Exception {
        try (var agent = serve()) {
            agent.post("/v1/a2a/ping", "{\"from_agent\":\"a\",\"to_agent\":\"b\",\"message_id\":\"m\"}");
            var misplaced = "{\"from_agent\":\"a\",\"to_agent\":\"b\",\"message_id\":\"sk-old-key-0123456789\"}";
            agent.post("/v1/a2a/ping", misplaced);
            agent.post("/v1/a2a/ping", "{\"from_agent\":\"refused\",\"to_agent\":\" \",\"message_id\":7}");
            agent.post(ASK, "{\"prompt\":\"hi\",\"session_id\":\"s1\"}");
            agent.post("/v1/interrupt", "{\"session_id\":\"s1\"}");
            agent.stop();
        }

        assertThat(Files.readString(folder.resolve(".zavora/telemetry/events.jsonl")))
                .contains(
                        "\"server.started\"",
                        "\"a2a.ping.received\"",
                        "\"from_agent\":\"refused\"",
                        "\"a2a.ping.responded\"",
                        "\"server.ask.completed\"",
                        "\"runner_cache\":\"miss\"",
                        "\"server.interrupt\"",
                        "\"session_id\":\"s1\"")
                .doesNotContain("command.failed", "payload_session_id", "sk-old-key-0123456789");
        assertThat(started()).contains("\"provider\":\"openai\",\"model\":\"gpt-");
    }

    @Test
    void turnsThatFailShowInTheReport() throws Exception {
        model.otherwise(Fault.status(401));
        try (var agent = serve()) {
            for (var turn = 1; turn <= 10; turn++) {
                assertThat(agent.post(ASK, "{\"prompt\":\"hi\",\"session_id\":\"s" + turn + "\"}")
                                .status())
                        .isEqualTo(500);
            }
            agent.stop();
        }

        var report = program().run("telemetry", "report", "--fail-on", "command.failures");

        assertThat(report.exit()).as(report.out()).isEqualTo(12);
        assertThat(report.out())
                .contains(
                        "Turns of the server: completed=0 failed=10\n", "10 of 11", "commands and turns of the server");
        assertThat(Files.readString(folder.resolve(".zavora/telemetry/events.jsonl")))
                .contains("\"server.ask.failed\"", "\"category\":\"PROVIDER\"", "\"http_status\":500");
    }

    /** It is the operator's alone to know: the log has it. */
    @Test
    void whereTheModelIsNeitherCallersNorRecordsLearn() throws Exception {
        var port = Integer.toString(FreePort.closed());
        String err;
        try (var agent = ServedAgent.start(program()
                .with("OPENAI_BASE_URL", "http://127.0.0.1:" + port + "/v1")
                .with("ZAVORA_MODEL_ATTEMPTS", "2"))) {
            var whole = agent.post(ASK, "{\"prompt\":\"hi\"}");
            var stream = agent.send(agent.posting(ASK, "{\"prompt\":\"hi\"}").header("Accept", "text/event-stream"));

            assertThat(whole.status()).isEqualTo(500);
            assertThat(whole.text() + stream.text())
                    .contains("cannot be reached: connections are refused")
                    .doesNotContain(port);
            err = agent.stop().err();
        }
        assertThat(err).contains("127.0.0.1:" + port + " refuses connections");
        assertThat(Files.readString(folder.resolve(".zavora/telemetry/events.jsonl")))
                .doesNotContain(port);
    }

    /** Nor may callers learn which file it is. */
    @Test
    void aCertificateFileThatIsGoneIsTheOperatorsToMend() throws Exception {
        try (var peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var agent = ServedAgent.start(program()
                        .with("OPENAI_BASE_URL", "https://127.0.0.1:" + peer.getLocalPort() + "/v1")
                        .with("ZAVORA_CA_BUNDLE", "gone.pem"))) {
            var answer = agent.post(ASK, "{\"prompt\":\"hi\"}");

            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.text()).doesNotContain("gone.pem");
            assertThat(agent.get("/metrics").text()).contains("zavora_turns_total{outcome=\"failed\"} 1");
            assertThat(agent.stop().err()).contains("gone.pem cannot be read");
        }
    }

    /** A key that cannot be sent is no caller's fault. */
    @Test
    void aKeyThatCannotBeSentIsAFailureOfTheServer() throws Exception {
        try (var agent = ServedAgent.start(program().with("OPENAI_API_KEY", "sk-t\u00e9st-0123456789"))) {
            var answer = agent.post(ASK, "{\"prompt\":\"hi\"}");

            assertThat(answer.status()).as(answer.text()).isEqualTo(500);
            assertThat(answer.json().string("category")).contains("PROVIDER");
            assertThat(agent.get("/metrics").text()).contains("zavora_turns_total{outcome=\"failed\"} 1");
            assertThat(agent.stop().err()).contains("cannot be sent");
        }
    }

    @Test
    void recordsItsStartWithoutAModelToo() throws Exception {
        try (var agent = ServedAgent.start(Launcher.in(folder).with("ZAVORA_PROVIDER", "openai"))) {
            assertThat(agent.stop().exit()).isZero();
        }

        assertThat(started()).contains("\"provider\":");
    }

    private String started() throws IOException {
        try (var lines = Files.lines(folder.resolve(".zavora/telemetry/events.jsonl"))) {
            return lines.filter(line -> line.contains("\"server.started\""))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void listensOnTheLoopbackAddressOfIpv6() throws Exception {
        assumeTrue(hasIpv6(), "this machine has no IPv6");
        try (var agent = serve("--host", "::1")) {
            assertThat(agent.address().toString()).startsWith("http://[::1]:");
            assertThat(agent.get("/healthz").status()).isEqualTo(200);
            assertThat(agent.post(ASK, "{\"prompt\":\"hi\"}").status()).isEqualTo(200);
            try (var foreign =
                    Sockets.open(agent, "GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")) {
                assertThat(foreign.awaitLine("HTTP/1.1 ")).contains(" 403 ");
            }
            assertThat(agent.program().err()).contains("\"peer\":\"0:0:0:0:0:0:0:1\"");
            assertThat(agent.stop().exit()).isZero();
        }
    }

    private static boolean hasIpv6() {
        try (var any = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return any.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void letsRunningTurnsEndWhenItIsToldToStop() throws InterruptedException {
        model.reply(Reply.text("slow", " but", " sure").withPauses(Duration.ofMillis(300)));
        try (var agent = serve()) {
            var asking = Sockets.post(agent, ASK, "application/json", "{\"prompt\":\"hi\",\"session_id\":\"s1\"}");
            model.awaitRequests(1);
            var run = agent.stop();

            assertThat(asking.rest()).contains("slow but sure");
            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("Stopped.");
        }
    }

    @Test
    void cutsOffTurnsThatGoOnForTooLongAndRecordsThemAsInterrupted() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--drain-secs", "1")) {
            var asking = Sockets.post(agent, ASK, "application/json", "{\"prompt\":\"hi\",\"session_id\":\"s1\"}");
            model.awaitRequests(1);
            var run = agent.stop();

            assertThat(asking.rest()).startsWith("HTTP/1.1 503").contains("INTERRUPTED");
            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("1 turn");
        }
        var shown = program().run("--session-backend", "sqlite", "sessions", "export", "s1");
        assertThat(shown.out()).contains("turn_aborted", "interrupted");
    }

    @Test
    void anAnswerThatNobodyReadsIsRecordedWhereItIsCutOff() throws InterruptedException {
        // more than the connection holds
        model.reply(Reply.manyDeltas("x".repeat(128 << 10), 160));
        try (var agent = serve("--drain-secs", "30");
                var unread = Sockets.post(agent, ASK, "text/event-stream", "{\"prompt\":\"hi\"}")) {
            model.awaitRequests(1);

            var run = agent.stop();

            assertThat(run.exit()).as("%s", unread).isZero();
            assertThat(run.err()).contains("\"path\":\"/v1/ask\"");
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--drain-secs", "60")) {
            Sockets.post(agent, ASK, "application/json", "{\"prompt\":\"hi\",\"session_id\":\"s1\"}");
            model.awaitRequests(1);
            agent.program().signal("TERM");
            agent.program().awaitOutput("Stopping");
            // what comes together counts as one signal
            Thread.sleep(200);
            agent.program().signal("TERM");

            assertThat(agent.program().finish().exit()).isEqualTo(143);
        }
    }

    @Test
    void aTokenIsAskedForWhereOneIsSet() throws InterruptedException {
        var launcher = program().with("ZAVORA_SERVER_AUTH_TOKEN", " canary-token ");
        try (var agent = ServedAgent.start(launcher)) {
            var without = agent.post(ASK, "nonsense that is never read");
            var wrong = agent.send(agent.posting(ASK, "{}").header("Authorization", "Bearer canary-tokem"));
            var right = agent.send(
                    agent.posting(ASK, "{\"prompt\":\"hi\"}").header("Authorization", "Bearer canary-token"));
            var health = agent.get("/healthz");
            var known = agent.send(agent.request("/healthz").header("Authorization", "Bearer canary-token"));

            assertThat(without.status()).isEqualTo(401);
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(right.status()).as(right.text()).isEqualTo(200);
            assertThat(health.text()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(known.json().string("profile")).contains("default");
            assertThat(agent.stop().err()).doesNotContain("canary-token");
        }
    }

    @Test
    void aSmokeTestNeedsNoNetworkAndNoModel() throws Exception {
        Files.createDirectories(folder.resolve(".zavora/telemetry"));
        Files.createFile(folder.resolve(".zavora/telemetry/events.jsonl"));
        var run = Launcher.in(folder).run("server", "a2a-smoke");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("A2A smoke passed");
        assertThat(Files.readString(folder.resolve(".zavora/telemetry/events.jsonl")))
                .contains("\"a2a.smoke.passed\"");
    }

    @Test
    void aSmokeTestOfAServer() throws Exception {
        try (var agent = ServedAgent.start(program().with("ZAVORA_SERVER_AUTH_TOKEN", "tokenOne"))) {
            var url = agent.address().toString();

            assertThat(smoke(url + "/", "tokenOne").out()).contains("A2A smoke passed: ack-msg-001");
            for (var token : List.of("tokenTwo", "")) {
                var refused = smoke(url, token);
                assertThat(refused.exit()).isEqualTo(10);
                assertThat(refused.err()).contains("refuses the token", "ZAVORA_SERVER_AUTH_TOKEN");
            }
            assertThat(smoke(url + "/v1", "tokenOne").err()).contains("is no agent", "HTTP status 404");
            agent.stop();
            assertThat(smoke(url, "tokenOne").err()).contains("[PROVIDER] No answer came from " + url);
        }
        assertThat(smoke("http://user:pass@127.0.0.1", "").exit()).isEqualTo(42);
        assertThat(smoke("127.0.0.1:8787", "").err()).contains("URL is no address of a server", "http://HOST:PORT");
    }

    @Test
    void aSmokeTestTellsATokenFromOneThatMayNotAsk() throws Exception {
        var tokens = folder.resolve("tokens.json");
        Files.writeString(tokens, "{\"tokens\":[{\"name\":\"reader\",\"token\":\"tokenRead\",\"scopes\":[\"read\"]}]}");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        try (var agent = serve("--tokens-file", tokens.toString())) {
            var refused = smoke(agent.address().toString(), "tokenRead");

            assertThat(refused.exit()).isEqualTo(10);
            assertThat(refused.err()).contains("not with this token", "scope ask", "--allowed-host");
        }
    }

    private Finished smoke(String url, String token) throws InterruptedException {
        return Launcher.in(folder).with("ZAVORA_SERVER_AUTH_TOKEN", token).run("server", "a2a-smoke", url);
    }
}
