package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.ServedAgent.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code --tokens-file}: several callers, each for a user of its own. */
final class TokensTest extends ServerTest {
    private static final String TOKENS = """
            {"tokens":[
              {"name":"alice-ci","token":"alice-token","scopes":["ask","read"],"user":"alice"},
              {"name":"bob","token":"bob-token","scopes":["ask"]},
              {"name":"reader","token":"reader-token","scopes":["read"]},
              {"name":"root","token":"root-token","scopes":["admin"]}]}""";

    private Path file;

    @BeforeEach
    void writeTokens() throws IOException {
        file = folder.resolve("tokens.json");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, TOKENS);
    }

    private static Answer post(ServedAgent agent, String token, String path, String json) throws InterruptedException {
        return agent.send(agent.posting(path, json).header("Authorization", "Bearer " + token));
    }

    private static Answer get(ServedAgent agent, String token, String path) throws InterruptedException {
        return agent.send(agent.request(path).GET().header("Authorization", "Bearer " + token));
    }

    private static Answer ask(ServedAgent agent, String token, String more) throws InterruptedException {
        return post(agent, token, "/v1/ask", "{\"prompt\":\"hi\",\"session_id\":\"s1\"" + more + "}");
    }

    @Test
    void eachCallerActsForItsUser() throws InterruptedException {
        try (var agent = serve("--tokens-file", file.toString())) {
            var own = ask(agent, "alice-token", "");
            var named = ask(agent, "alice-token", ",\"user_id\":\"alice\"");
            var other = ask(agent, "bob-token", ",\"user_id\":\"alice\"");
            var admin = ask(agent, "root-token", ",\"user_id\":\"alice\"");
            var unable = ask(agent, "reader-token", "");

            assertThat(own.json().string("user_id")).contains("alice");
            assertThat(named.status()).isEqualTo(200);
            assertThat(other.status()).isEqualTo(403);
            assertThat(admin.json().string("user_id")).contains("alice");
            assertThat(unable.status()).isEqualTo(403);

            agent.stop();
            assertThat(agent.program().err())
                    .contains("\"caller\":\"alice-ci\"", "\"caller\":\"bob\"", "\"caller\":\"root\"")
                    .doesNotContain("alice-token", "bob-token");
        }
    }

    @Test
    void chatCompletionsNeedTheScopeAndActForTheTokensUser() throws InterruptedException {
        try (var agent = serve("--tokens-file", file.toString())) {
            var body = Chat.saying("hi", ",\"user\":\"somebody\"");
            var unable = post(agent, "reader-token", Chat.PATH, body);
            var label = post(agent, "alice-token", Chat.PATH, body);
            var other = agent.send(agent.posting(Chat.PATH, body)
                    .header("Authorization", "Bearer alice-token")
                    .header("X-Zavora-Session", "s1"));

            assertThat(unable.status()).isEqualTo(403);
            assertThat(Chat.error(unable).string("type")).contains("permission_error");
            assertThat(label.status()).as(label.text()).isEqualTo(200);
            assertThat(other.status()).as("another user's session").isEqualTo(403);
        }
    }

    @Test
    void aCallerCannotInterruptTheTurnOfAnotherUser() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--tokens-file", file.toString())) {
            var asking = Thread.ofVirtual().start(() -> {
                try {
                    ask(agent, "alice-token", "");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            model.awaitRequests(1);

            var unnamed = post(agent, "bob-token", "/v1/interrupt", "{\"session_id\":\"s1\"}");
            var named = post(agent, "bob-token", "/v1/interrupt", "{\"session_id\":\"s1\",\"user_id\":\"alice\"}");
            var own = post(agent, "alice-token", "/v1/interrupt", "{\"session_id\":\"s1\"}");
            asking.join();

            assertThat(unnamed.json().bool("interrupted")).contains(false);
            assertThat(named.status()).isEqualTo(403);
            assertThat(own.json().bool("interrupted")).contains(true);
        }
    }

    @Test
    void onlyItsUserAnswersAnApproval() throws InterruptedException {
        model.reply(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY));
        var launcher = program().with("ZAVORA_TOOL_CONFIRMATION_MODE", "always");
        try (var agent = ServedAgent.start(launcher, "--tokens-file", file.toString())) {
            var waiting = ask(agent, "alice-token", ",\"approvals\":\"wait\"").json();
            var id = ((JsonValue.Obj) waiting.array("approvals").getFirst())
                    .string("id")
                    .orElseThrow();
            var path = "/v1/approvals/" + id;
            var yes = "{\"decision\":\"approve\"}";

            assertThat(get(agent, "bob-token", "/v1/approvals").json().array("approvals"))
                    .isEmpty();
            assertThat(get(agent, "bob-token", "/v1/approvals?user_id=alice").status())
                    .isEqualTo(403);
            assertThat(get(agent, "bob-token", path).status()).isEqualTo(404);
            assertThat(post(agent, "bob-token", path, yes).status()).isEqualTo(404);
            assertThat(post(agent, "reader-token", path, yes).status()).isEqualTo(403);
            assertThat(post(agent, "root-token", path, yes).status()).isEqualTo(404);
            assertThat(get(agent, "alice-token", "/v1/approvals").json().array("approvals"))
                    .hasSize(1);
            assertThat(get(agent, "root-token", path + "?user_id=alice").json().string("status"))
                    .contains("pending");
            assertThat(post(agent, "alice-token", path, yes).status()).isEqualTo(200);
            // who may ask may have the answer, and nothing else that is to be read
            assertThat(get(agent, "bob-token", "/v1/sessions").status()).isEqualTo(403);
            assertThat(get(agent, "bob-token", "/v1/sessions/s1/turns/t").status())
                    .isEqualTo(404);
            assertThat(post(agent, "bob-token", path, yes).status()).isEqualTo(404);
        }
    }

    @Test
    void aMissingAndAWrongTokenAreAnsweredAlike() throws InterruptedException {
        try (var agent = serve("--tokens-file", file.toString())) {
            var json = "{\"prompt\":\"hi\"}";
            var missing = agent.send(agent.posting("/v1/ask", json).header("X-Request-Id", "same"));
            var wrong = agent.send(agent.posting("/v1/ask", json)
                    .header("X-Request-Id", "same")
                    .header("Authorization", "Bearer alice-toke"));

            assertThat(missing.status()).isEqualTo(401);
            assertThat(missing.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.text()).isEqualTo(missing.text());
            agent.stop();
            assertThat(agent.program().err()).contains("\"caller\":\"nobody\"");
        }
    }

    @Test
    void aRevokedTokenIsRefusedWithoutARestart() throws InterruptedException, IOException {
        try (var agent = serve("--tokens-file", file.toString())) {
            assertThat(ask(agent, "bob-token", "").status()).isEqualTo(200);

            Files.writeString(file, "{\"tokens\":[");
            awaitStatus(agent, "bob-token", 200, "stay valid");
            Files.writeString(file, TOKENS.replace("bob-token", "new-token"));
            awaitStatus(agent, "bob-token", 401, "read again");

            assertThat(ask(agent, "new-token", "").status()).isEqualTo(200);
        }
    }

    /** Asks again until the operator has been told. */
    private static void awaitStatus(ServedAgent agent, String token, int status, String notice)
            throws InterruptedException {
        while (!agent.program().err().contains(notice)) {
            assertThat(ask(agent, token, "").status()).isIn(200, 401);
        }
        assertThat(ask(agent, token, "").status()).isEqualTo(status);
    }

    @Test
    void doesNotStartWithAFileOthersCanRead() throws InterruptedException, IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        var ended = program().run("server", "serve", "--port", "0", "--tokens-file", "tokens.json");

        assertThat(ended.exit()).isEqualTo(42);
        assertThat(ended.err()).contains("open to other users", "chmod 600");
    }

    @Test
    void aTokensFileIsEnoughToListenOnTheNetwork() throws InterruptedException, IOException {
        Files.writeString(file, "{\"tokens\":[{\"name\":\"a\",\"scopes\":[\"ask\"]}]}");

        var ended = program()
                .run("server", "serve", "--port", "0", "--host", "192.0.2.1", "--tokens-file", file.toString());

        assertThat(ended.err()).contains("tokens[0] ('a')").doesNotContain("without a token");
        assertThat(ended.exit()).isEqualTo(42);
    }
}
