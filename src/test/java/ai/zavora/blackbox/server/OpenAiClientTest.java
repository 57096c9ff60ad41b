package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The official client for Node.js, in the version of {@code src/test/node/openai}, uses an agent. It is installed once, with
 * this machine's settings of npm.
 */
final class OpenAiClientTest extends ServerTest {
    private static final Path SOURCES = Path.of("src/test/node/openai");
    private static final Path CLIENT = Path.of("target/node/openai");
    private static final String LOCK = "package-lock.json";

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        if (!hasNode()) {
            return;
        }
        var installed = CLIENT.resolve("installed");
        Files.createDirectories(CLIENT);
        copy("call.mjs", "call.mjs");
        if (Files.exists(installed) && Files.mismatch(installed, SOURCES.resolve(LOCK)) < 0) {
            return;
        }
        copy("package.json", "package.json");
        copy(LOCK, LOCK);
        run(Duration.ofMinutes(3), List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        copy(LOCK, "installed");
    }

    @BeforeEach
    void needsNode() {
        assumeThat(hasNode())
                .as("node and npm are there to run the official client with")
                .isTrue();
    }

    private static boolean hasNode() {
        return isThere("node") && isThere("npm");
    }

    private static void copy(String from, String to) throws IOException {
        Files.copy(SOURCES.resolve(from), CLIENT.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isThere(String program) {
        var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return List.of(path.split(":", -1)).stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String run(Duration patience, List<String> command) throws InterruptedException {
        try {
            var output = Files.createTempFile(CLIENT, "run", ".txt");
            var process = new ProcessBuilder(command)
                    .directory(CLIENT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                var ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
                var text = Files.readString(output, StandardCharsets.UTF_8);
                assertThat(ended).as(text).isTrue();
                assertThat(process.exitValue()).as(text).isZero();
                return text;
            } finally {
                process.destroyForcibly();
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came of a call, or of its failure. */
    private static JsonValue.Obj call(ServedAgent agent, String key, String call, String params)
            throws InterruptedException {
        var how = JsonValue.object()
                .put("baseURL", agent.address() + "/v1")
                .put("apiKey", key)
                .put("call", call)
                .put("params", json(params));
        return json(run(Duration.ofMinutes(1), List.of("node", "call.mjs", Json.write(how.build()))));
    }

    private static JsonValue.Obj json(String text) {
        try {
            return Json.parseObject(text);
        } catch (JsonException e) {
            throw new AssertionError("no JSON object: " + text, e);
        }
    }

    @Test
    void chatsWholeAndInChunks() throws InterruptedException {
        var usage = ",\"stream_options\":{\"include_usage\":true}";
        model.otherwise(Reply.text("Grüße", " 👋"));
        try (var agent = serve()) {
            var whole = call(agent, "any", "create", Chat.saying("hi", ""));
            var streamed = call(agent, "any", "stream", Chat.saying("hi", usage));
            var assembled = call(agent, "any", "assemble", Chat.saying("hi", usage));
            var models = call(agent, "any", "models", "{}");
            var alias = call(agent, "any", "model", "{\"model\":\"zavora\"}");

            var chunks = streamed.array("chunks").stream()
                    .map(JsonValue.Obj.class::cast)
                    .toList();
            assertThat(Chat.said(chunks)).isEqualTo("Grüße 👋");
            assertThat(chunks.getLast().object("usage").orElseThrow().integer("total_tokens"))
                    .hasValue(Reply.USAGE.total());
            for (var completion : List.of(whole, assembled)) {
                assertThat(Chat.choice(completion)
                                .object("message")
                                .orElseThrow()
                                .string("content"))
                        .contains("Grüße 👋");
                assertThat(Chat.choice(completion).string("finish_reason")).contains("stop");
                assertThat(completion.object("usage").orElseThrow().integer("total_tokens"))
                        .hasValue(Reply.USAGE.total());
            }
            assertThat(models.array("ids")).contains(JsonValue.of("zavora"));
            assertThat(alias.string("object")).contains("model");
        }
    }

    @Test
    void raisesTheErrorsItHasTypesFor() throws InterruptedException {
        model.reply(Fault.cutMidEvent());
        var tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]";
        try (var agent = ServedAgent.start(program().with("ZAVORA_SERVER_AUTH_TOKEN", "right"))) {
            var broken = call(agent, "right", "stream", Chat.saying("hi", ""));
            var offered = call(agent, "right", "create", Chat.saying("hi", tools));
            var wrongKey = call(agent, "wrong", "create", Chat.saying("hi", ""));
            var noModel = call(agent, "right", "create", Chat.saying("hi", "").replace("zavora", "gpt-none"));

            assertThat(broken.string("raised")).as(broken.toString()).contains("APIError");
            assertThat(broken.string("type")).contains("server_error");
            assertThat(offered.string("raised")).as(offered.toString()).contains("BadRequestError");
            assertThat(offered.string("param")).contains("tools");
            assertThat(offered.string("message").orElseThrow()).contains("The agent uses its own tools");
            assertThat(offered.string("requestID")).isPresent();
            assertThat(wrongKey.string("raised")).as(wrongKey.toString()).contains("AuthenticationError");
            assertThat(noModel.string("raised")).as(noModel.toString()).contains("NotFoundError");
            assertThat(noModel.string("code")).contains("model_not_found");
            assertThat(model.requests()).hasSize(1);
        }
    }

    @Test
    void theLimitOfTurnsIsARateLimit() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--max-turns", "1", "--max-waiting", "0");
                var _ = Sockets.post(agent, Chat.PATH, "*/*", Chat.saying("hi", ""))) {
            model.awaitRequests(1);

            var refused = call(agent, "any", "create", Chat.saying("hi", ""));

            assertThat(refused.string("raised")).as(refused.toString()).contains("RateLimitError");
            assertThat(refused.integer("status")).hasValue(429);
        }
    }

    @Test
    void leavingAStreamCancelsTheTurn() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve()) {
            var left = call(agent, "any", "leave", Chat.saying("hi", ""));

            assertThat(left.bool("left")).as(left.toString()).contains(true);
            assertThat(model.awaitRequests(1).getFirst().awaitClientClosedEarly(Duration.ofSeconds(10)))
                    .isTrue();
        }
    }
}
