package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.ServedAgent;
import java.nio.file.Path;
import java.util.List;
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

/** What {@code POST /v1/chat/completions} does not do it refuses, in words that clients of OpenAI read. */
@Tag("blackbox")
@Timeout(180)
final class ChatRefusalsTest {
    private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

    @TempDir
    static Path folder;

    private static ModelServer model;
    private static ServedAgent agent;

    @BeforeAll
    static void serve() throws InterruptedException {
        model = ModelServer.start();
        agent = ServedAgent.start(
                Launcher.in(folder).withModel(model).with("ZAVORA_SERVER_AUTH_TOKEN", "right"),
                "--max-prompt-chars",
                "50");
    }

    @AfterAll
    static void stop() {
        agent.close();
        model.close();
    }

    private static ServedAgent.Answer ask(String body) throws InterruptedException {
        return agent.send(agent.posting(Chat.PATH, body).header("Authorization", "Bearer right"));
    }

    private static Arguments messages(String messages, String param, String code) {
        return Arguments.of(Chat.body("\"messages\":" + messages), param, code);
    }

    private static Arguments more(String more, String param, String code) {
        return Arguments.of(Chat.saying("hi", "," + more), param, code);
    }

    static Stream<Arguments> unsupported() {
        var code = "unsupported_parameter";
        var tool = "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
        return Stream.of(
                more("\"tools\":" + tool, "tools", code),
                more("\"tools\":" + tool + ",\"tool_choice\":\"auto\"", "tools", code),
                more("\"tool_choice\":\"required\"", "tool_choice", code),
                more("\"tool_choice\":{\"type\":\"function\"}", "tool_choice", code),
                more("\"functions\":[{\"name\":\"f\"}]", "functions", code),
                more("\"function_call\":{\"name\":\"f\"}", "function_call", code),
                more("\"n\":2", "n", code),
                more("\"stop\":\"x\"", "stop", code),
                more("\"stop\":[\"x\"]", "stop", code),
                more("\"logprobs\":true", "logprobs", code),
                more("\"logit_bias\":{\"1\":2}", "logit_bias", code),
                more("\"response_format\":{\"type\":\"json_object\"}", "response_format", code),
                more("\"modalities\":[\"text\",\"audio\"]", "modalities", code),
                messages(
                        "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]",
                        "messages[0].content[0].type",
                        code));
    }

    static Stream<Arguments> malformed() {
        var type = "invalid_type";
        var value = "invalid_value";
        var missing = "missing_required_parameter";
        var calls =
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}";
        return Stream.of(
                Arguments.of("{\"messages\":[" + USER + "]}", "model", missing),
                Arguments.of("{\"model\":7,\"messages\":[" + USER + "]}", "model", type),
                Arguments.of(Chat.body("\"x\":1"), "messages", missing),
                messages("\"hi\"", "messages", type),
                messages("[]", "messages", value),
                messages("[7]", "messages[0]", type),
                messages("[{}]", "messages[0].role", missing),
                messages("[{\"role\":\"robot\",\"content\":\"x\"}]", "messages[0].role", value),
                messages("[{\"role\":\"user\"}]", "messages[0].content", missing),
                messages("[{\"role\":\"user\",\"content\":7}]", "messages[0].content", type),
                messages("[{\"role\":\"user\",\"content\":[\"x\"]}]", "messages[0].content[0]", type),
                messages("[{\"role\":\"user\",\"content\":\" \"}]", "messages[0].content", value),
                messages("[" + USER + ",{\"role\":\"assistant\",\"content\":\"x\"}]", "messages", value),
                messages("[{\"role\":\"system\",\"content\":\"x\"}]", "messages", value),
                messages("[" + calls + "," + USER + "]", "messages[1].role", value),
                messages(
                        "[{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"x\"}," + USER + "]",
                        "messages[0].tool_call_id",
                        value),
                messages("[{\"role\":\"user\",\"content\":\"" + "x".repeat(51) + "\"}]", "messages[0].content", value),
                more("\"stream\":\"yes\"", "stream", type),
                more("\"stream_options\":true", "stream_options", type),
                more("\"max_tokens\":0", "max_tokens", value),
                more("\"max_completion_tokens\":\"9\"", "max_completion_tokens", type));
    }

    @ParameterizedTest
    @MethodSource({"unsupported", "malformed"})
    void isRefused(String body, String param, String code) throws InterruptedException {
        var answer = ask(body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        var error = Chat.error(answer);
        assertThat(error.string("type")).contains("invalid_request_error");
        assertThat(error.string("param")).contains(param);
        assertThat(error.string("code")).contains(code);
        for (var member : List.of("category", "message", "hint", "request_id")) {
            assertThat(answer.json().string(member)).as(member).isPresent();
        }
        assertThat(error.string("message").orElseThrow())
                .contains(answer.json().string("hint").orElseThrow());
        assertThat(model.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"model\":\"zavora\"} x", "{\"messages\":NaN}"})
    void whatIsNoJsonObjectIsRefusedAlike(String body) throws InterruptedException {
        var answer = ask(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(Chat.error(answer).string("type")).contains("invalid_request_error");
    }

    @Test
    void aWrongKeyIsAnsweredAsSuch() throws InterruptedException {
        var body = Chat.saying("hi", "");
        var missing = agent.post(Chat.PATH, body);
        var wrong = agent.send(agent.posting(Chat.PATH, body).header("Authorization", "Bearer wrong"));
        var models = agent.get("/v1/models");

        for (var answer : List.of(missing, wrong, models)) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(Chat.error(answer).string("code")).contains("invalid_api_key");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        assertThat(model.requests()).isEmpty();
    }
}
