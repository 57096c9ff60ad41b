package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.FakeVault;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.SentRequest;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.Wire;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider's key that comes, changes or goes while the server runs. */
final class KeysTest extends ServerTest {
    private static final String ASK = "/v1/ask";
    private static final String READY = "/readyz";
    private static final String ONE = "{\"prompt\":\"hi\",\"session_id\":\"s1\"}";
    private static final String TWO = "{\"prompt\":\"hi\",\"session_id\":\"s2\"}";
    private static final String OLD = "sk-old-key-0123456789";
    private static final String NEW = "sk-new-key-0123456789";

    private volatile String accepted = OLD;

    @BeforeEach
    void takeOneKeyOnly() {
        model.answering(request -> key(request).equals(accepted) ? Reply.text("well") : Fault.status(401));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "auto"})
    void oneThatComesLaterIsFound(String provider) throws Exception {
        try (var agent = ServedAgent.start(keyless().with("ZAVORA_PROVIDER", provider))) {
            var asked = agent.post(ASK, ONE);
            assertThat(asked.status()).as(asked.text()).isEqualTo(503);
            assertThat(asked.json().string("category")).contains("PROVIDER");
            assertThat(asked.json().string("hint").orElseThrow()).isNotBlank();
            assertThat(agent.get(READY).status()).isEqualTo(503);

            setUp(OLD);

            var answer = agent.postUntilAvailable(ASK, ONE);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var ready = agent.get(READY);
            assertThat(ready.status()).as(ready.text()).isEqualTo(200);
            assertThat(keys()).containsExactly(OLD);
        }
    }

    /** Both sessions have an agent with the old key; one of their turns learns that it is refused. */
    @Test
    void oneThatIsReplacedIsReadAgainAfterOneRefusal() throws Exception {
        setUp(OLD);
        try (var agent = ServedAgent.start(keyless())) {
            assertThat(agent.post(ASK, ONE).status()).isEqualTo(200);
            assertThat(agent.post(ASK, TWO).status()).isEqualTo(200);
            setUp(NEW);
            accepted = NEW;

            var refused = agent.post(ASK, ONE);
            assertThat(refused.status()).as(refused.text()).isEqualTo(500);
            assertThat(refused.json().string("category")).contains("PROVIDER");
            for (var question : List.of(ONE, TWO, "{\"prompt\":\"hi\",\"session_id\":\"s3\"}")) {
                var answer = agent.post(ASK, question);
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            }

            assertThat(keys()).containsExactly(OLD, OLD, OLD, NEW, NEW, NEW);
            assertThat(agent.get(READY).status()).isEqualTo(200);
        }
    }

    @Test
    void oneThatIsReplacedLongAfterItWasRefusedIsReadAtOnce() throws Exception {
        setUp(OLD);
        try (var agent = ServedAgent.start(keyless())) {
            assertThat(agent.post(ASK, ONE).status()).isEqualTo(200);
            accepted = NEW;
            assertThat(agent.post(ASK, ONE).status()).isEqualTo(500);
            assertThat(agent.post(ASK, ONE).status()).isEqualTo(500);
            setUp(NEW);

            var answer = agent.post(ASK, ONE);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }

    @Test
    void oneThatIsReplacedServesCallersWithAConversationToo() throws Exception {
        var question = Chat.saying("hi", "");
        setUp(OLD);
        try (var agent = ServedAgent.start(keyless())) {
            assertThat(Chat.ask(agent, question).status()).isEqualTo(200);
            setUp(NEW);
            accepted = NEW;

            assertThat(Chat.ask(agent, question).status()).isEqualTo(500);
            var answer = Chat.ask(agent, question);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }

    @Test
    void oneThatIsTakenAwayIsMissedAndItsSessionGoesOnWithTheNext() throws Exception {
        setUp(OLD);
        try (var agent = ServedAgent.start(keyless().with("ZAVORA_PROVIDER", "openai"))) {
            assertThat(agent.post(ASK, ONE).status()).isEqualTo(200);
            var forgot = keyless().run("setup", "--forget", "--provider", "openai");
            assertThat(forgot.exit()).as(forgot.err()).isZero();
            accepted = NEW;

            assertThat(agent.post(ASK, ONE).status()).isEqualTo(500);
            var missed = agent.post(ASK, ONE);
            assertThat(missed.status()).as(missed.text()).isEqualTo(503);
            assertThat(missed.json().string("hint").orElseThrow()).contains("zavora-cli setup");
            assertThat(agent.get(READY).status()).isEqualTo(503);

            setUp(NEW);
            var answer = agent.postUntilAvailable(ASK, ONE);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(agent.get(READY).status()).isEqualTo(200);
        }
    }

    @Test
    void aVaultThatIsLockedAtTheStartIsAskedAgainAndOneThatAnsweredIsNot() throws Exception {
        var programs = folder.resolve("bin");
        FakeVault.failing(programs);
        var launcher = keyless()
                .withPrograms(programs)
                .with("ZAVORA_PROVIDER", "openai")
                .with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        try (var agent = ServedAgent.start(launcher)) {
            var asked = agent.post(ASK, ONE);
            assertThat(asked.status()).as(asked.text()).isEqualTo(503);
            assertThat(asked.text())
                    .contains("no API key", "that could be read")
                    .doesNotContain("secret-tool");
            assertThat(agent.get(READY).text()).doesNotContain("secret-tool");
            assertThat(agent.post(ASK, ONE).status()).isEqualTo(503);

            var vault = FakeVault.working(programs);
            assertThat(vault.calls()).hasSize(1);
            Files.writeString(vault.secret("openai"), OLD);
            var answer = agent.postUntilAvailable(ASK, ONE);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(agent.get(READY).status()).isEqualTo(200);

            var calls = vault.calls().size();
            assertThat(agent.post(ASK, TWO).status()).isEqualTo(200);
            assertThat(vault.calls()).hasSize(calls);

            Files.writeString(vault.secret("openai"), NEW);
            accepted = NEW;
            assertThat(agent.post(ASK, TWO).status()).isEqualTo(500);
            assertThat(agent.post(ASK, TWO).status()).isEqualTo(200);
            assertThat(vault.calls()).hasSize(calls + 1);

            var log = agent.stop().err().lines().toList();
            assertThat(log).allMatch(line -> line.startsWith("{"));
            assertThat(log)
                    .anyMatch(line -> line.contains("notice") && line.contains("secret-tool failed with exit code 1"));
            var id = asked.header("X-Request-Id");
            assertThat(log).anyMatch(line -> line.contains(id) && line.contains("secret-tool failed with exit code 1"));
        }
    }

    @Test
    void aFileOfKeysThatIsOpenToOthersIsNamedToTheOperatorAlone() throws Exception {
        setUp(OLD);
        var file = folder.resolve(".zavora/credentials.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (var agent = ServedAgent.start(keyless().with("ZAVORA_PROVIDER", "openai"))) {
            for (var answer : List.of(agent.post(ASK, ONE), agent.get(READY))) {
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.text()).contains("zavora-cli doctor").doesNotContain(folder.toString());
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            var answer = agent.postUntilAvailable(ASK, ONE);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);

            assertThat(agent.stop().err()).contains("open to other users", file.toString());
        }
    }

    /** Which keys the model was asked with, oldest first. */
    private List<String> keys() {
        return model.requests().stream().map(KeysTest::key).toList();
    }

    private static String key(SentRequest request) {
        return request.header("authorization").orElse("").replace("Bearer ", "");
    }

    private void setUp(String key) throws InterruptedException {
        var run = keyless().withInput(key + "\n").run("setup", "--provider", "openai", "--key-stdin");
        assertThat(run.exit()).as(run.err()).isZero();
    }

    /** The program with OpenAI's address at the model server, and no key. */
    private Launcher keyless() {
        return Launcher.in(folder).with("OPENAI_BASE_URL", model.baseUrl(Wire.OPENAI_CHAT));
    }
}
