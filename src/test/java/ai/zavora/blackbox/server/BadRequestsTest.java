package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.FreePort;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in: an answer in JSON that says what to do, nothing given away, and the server goes on. */
@Tag("blackbox")
@Timeout(180)
final class BadRequestsTest {
    @TempDir
    static Path folder;

    private static ServedAgent agent;

    @BeforeAll
    static void serve() throws InterruptedException, IOException {
        agent = ServedAgent.start(Launcher.in(folder)
                .with("OPENAI_API_KEY", "sk-canary-key-0123456789")
                .with("OPENAI_BASE_URL", "http://127.0.0.1:" + FreePort.closed() + "/v1"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        try (var served = agent) {
            assertThat(agent.get("/healthz").status()).isEqualTo(200);
            var run = served.stop();
            assertThat(run.exit()).isZero();
            assertThat(run.err()).doesNotContain("\tat ", "sk-canary");
        }
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("", 400),
                Arguments.of("{", 400),
                Arguments.of("null", 400),
                Arguments.of("[]", 400),
                Arguments.of("\"text\"", 400),
                Arguments.of("{\"prompt\":\"a\"} x", 400),
                Arguments.of("{\"prompt\":\"\\u12\"}", 400),
                Arguments.of("{\"prompt\":\"half \\ud83d\"}", 400),
                Arguments.of("{\"prompt\":\"a\",\"session_id\":\"\\ude00\"}", 400),
                Arguments.of("{\"prompt\":\"a\",\"\\ud83d\":1}", 400),
                Arguments.of("{'prompt':'a'}", 400),
                Arguments.of("{\"prompt\":NaN}", 400),
                Arguments.of("{\"prompt\":" + "[".repeat(100_000) + "}", 400),
                Arguments.of("{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000), 400),
                Arguments.of("{}", 422),
                Arguments.of("{\"prompt\":null}", 422),
                Arguments.of("{\"prompt\":1}", 422),
                Arguments.of("{\"prompt\":[\"a\"]}", 422),
                Arguments.of("{\"prompt\":\"a\",\"session_id\":7}", 422),
                Arguments.of("{\"prompt\":\"a\",\"detach\":\"yes\"}", 422),
                Arguments.of("{\"prompt\":\"  \"}", 400),
                Arguments.of("{\"prompt\":\"a\",\"session_id\":\" \"}", 400),
                Arguments.of("{\"prompt\":\"" + "x".repeat(32_001) + "\"}", 400),
                Arguments.of("{\"prompt\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}", 413));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyThatIsWrong(String body, int status) throws InterruptedException {
        explains(agent.post("/v1/ask", body), status);
    }

    @Test
    void aPromptAtTheLimitPasses() throws InterruptedException {
        // without a model that can be reached it fails later, and not because of its length
        var answer = agent.send(agent.posting("/v1/ask", "{\"prompt\":\"" + "x".repeat(32_000) + "\"}"));

        assertThat(answer.json().string("category")).contains("PROVIDER");
    }

    @Test
    void aBodyThatIsNoUtf8() throws InterruptedException {
        var request = agent.request("/v1/ask")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        new byte[] {'{', '"', 'p', '"', ':', '"', (byte) 0xff, '"', '}'}));

        explains(agent.send(request), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jsonp"})
    void aBodyOfAnotherType(String type) throws InterruptedException {
        var request = agent.request("/v1/ask")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a\"}"));

        explains(agent.send(request), 415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/",
                "/v1/ask/",
                "/v1//ask",
                "/V1/ask",
                "/v1/ask;x=1",
                "/.zavora/sessions.db",
                "/v1/sessions/%2e%2e/%2e%2e/etc/passwd/x",
                "/healthz/x",
                "/%00",
                "/%ff"
            })
    void aPathThatIsNone(String path) throws InterruptedException {
        var answer = agent.get(path);

        assertThat(answer.status()).as(answer.text()).isIn(400, 404, 405);
        explains(answer, answer.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
    void aMethodThatIsNone(String method) throws InterruptedException {
        var answer = agent.send(agent.request("/v1/ask").method(method, HttpRequest.BodyPublishers.noBody()));

        explains(answer, 405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    static Stream<String> nonsense() {
        var host = "Host: 127.0.0.1\r\n";
        return Stream.of(
                "GARBAGE\r\n\r\n",
                "GET /healthz\r\n\r\n",
                "G(T /healthz HTTP/1.1\r\n" + host + "\r\n",
                "G\u0001T /healthz HTTP/1.1\r\n" + host + "\r\n",
                "GET /healthz HTTP/9.9\r\n" + host + "\r\n",
                "GET http://[::1 HTTP/1.1\r\n" + host + "\r\n",
                "GET /healthz HTTP/1.1\r\n\r\n",
                "GET /healthz HTTP/1.1\r\n" + host + host + "\r\n",
                "GET /healthz HTTP/1.1\r\n" + host + "X: " + "a".repeat(100_000) + "\r\n\r\n",
                "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n" + host + "\r\n",
                "GET /healthz HTTP/1.1\r\n" + host + "Bad Header: x\r\n\r\n",
                "GET /healthz HTTP/1.1\r\n" + host + " folded: x\r\n\r\n",
                "POST /v1/ask HTTP/1.1\r\n" + host
                        + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
                "POST /v1/ask HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{\"a\"}x",
                "POST /v1/ask HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n",
                "POST /v1/ask HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n",
                "POST /v1/ask HTTP/1.1\r\n" + host
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
                "POST /v1/ask HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatIsNoRequest(String bytes) {
        try (var call = Sockets.open(agent, bytes)) {
            var answer = call.rest();

            assertThat(answer).startsWith("HTTP/1.1 4").contains("\"error\"", "\"hint\"", "\"request_id\"");
            assertThat(answer.split("HTTP/1.1 [0-9]"))
                    .as("one answer and the end")
                    .hasSize(2);
            assertThat(answer).doesNotContain("Exception", "helidon", folder.toString());
        }
    }

    @Test
    void anOlderVersionOfTheProtocol() throws InterruptedException {
        try (var call = Sockets.open(agent, "GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")) {
            var answer = call.rest();
            assertThat(answer).startsWith("HTTP/1.1 505 ").contains("\"error\"", "HTTP/1.1 as RFC 9112");
            var id = Pattern.compile("X-Request-Id: (\\S+)").matcher(answer);
            assertThat(id.find()).as(answer).isTrue();
            assertThat(answer).contains("\"request_id\":\"" + id.group(1) + "\"");
            agent.program().awaitError("\"request_id\":\"" + id.group(1) + "\",\"malformed\":true,\"status\":505");
        }
    }

    /** A caller that sends on would lose the answer if the connection were closed under it. */
    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/ask HTTP/1.1", "GARBAGE"})
    void theAnswerWaitsForCallersThatSendOn(String beginning) {
        var fields = List.of("Host: 127.0.0.1", "Content-Type: application/json", "Content-Length: 8000000");
        try (var call = Sockets.open(agent, beginning + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n")) {
            assertThat(call.awaitLine("HTTP/1.1 4")).isNotEmpty();
            for (var i = 0; i < 4; i++) {
                call.send("x".repeat(1_000_000));
            }
            assertThat(call.rest()).contains("\"request_id\"");
        }
    }

    /** More would be taken for the beginning of the next answer. */
    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/v1/models", "/none"})
    void anAnswerToHeadHasNoContent(String path) {
        var host = "Host: " + agent.address().getAuthority() + "\r\n";
        try (var call = Sockets.open(
                agent,
                "HEAD " + path + " HTTP/1.1\r\n" + host + "\r\nGET /healthz HTTP/1.1\r\n" + host
                        + "Connection: close\r\n\r\n")) {
            assertThat(call.rest())
                    .doesNotContain("\"error\"")
                    .containsOnlyOnce("\r\n\r\n{")
                    .contains("{\"status\":");
        }
    }

    /** Behind a proxy that reads such a body in another way, somebody else's request could hide in it. */
    @ParameterizedTest
    @ValueSource(strings = {"XX0\r\n\r\n", "\r\n0\r\nXX", "\r\n0\r\n\r\n"})
    void nothingFollowsABodyInChunks(String end) {
        var host = "Host: " + agent.address().getAuthority() + "\r\n";
        try (var call = Sockets.open(
                agent,
                "POST /v1/interrupt HTTP/1.1\r\n" + host
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "15\r\n{\"session_id\":\"nope\"}" + end + "GET /healthz HTTP/1.1\r\n" + host + "\r\n")) {
            assertThat(call.rest().split("HTTP/1.1 [0-9]", -1)).hasSize(2);
        }
    }

    private static void explains(ServedAgent.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        var json = answer.json();
        for (var member : List.of("error", "category", "message", "hint", "request_id")) {
            assertThat(json.string(member))
                    .as(member)
                    .isPresent()
                    .get()
                    .asString()
                    .isNotBlank();
        }
        assertThat(json.string("request_id")).contains(answer.header("X-Request-Id"));
        assertThat(answer.text()).doesNotContain("Exception", "\tat ", folder.toString(), "sk-canary");
    }

    @Test
    void thousandsOfIdleConnectionsDoNotKeepOthersOut() throws InterruptedException, IOException {
        var limit = Files.readString(Path.of("/proc/self/limits"))
                .lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> Long.parseLong(line.substring(26).strip().split(" +")[0]))
                .findFirst()
                .orElse(1024L);
        // half of what it may open is for connections
        var many = (int) Math.min(10_000, limit / 2 - 250);
        var open = new ArrayList<Sockets.Call>();
        try {
            for (var i = 0; i < many; i++) {
                open.add(Sockets.open(agent, ""));
            }
            assertThat(agent.get("/healthz").status()).isEqualTo(200);
        } finally {
            open.forEach(Sockets.Call::close);
        }
    }
}
