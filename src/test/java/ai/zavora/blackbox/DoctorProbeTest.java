package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.FreePort;
import ai.zavora.testing.Launcher;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged program finds out about its model providers. */
final class DoctorProbeTest extends DoctorFixture {
    /** A model file without anything in it, as the specification of GGUF has it. */
    private static final byte[] MODEL = ByteBuffer.allocate(24)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("GGUF".getBytes(StandardCharsets.US_ASCII))
            .putInt(3)
            .putLong(0)
            .putLong(0)
            .array();

    @Test
    void probesOnlyWhenAsked() throws Exception {
        server.otherRequestsFail(401);
        var run = unchanged("doctor", "--probe", "--json");
        assertThat(server.otherRequests()).isNotEmpty();
        assertThat(run.out()).contains("openai probe");
        assertThat(run.exit()).as(run.out()).isEqualTo(10);
    }

    /** A redirect, nothing at the address, a failing server, and a page that is no list of models. */
    @ParameterizedTest
    @ValueSource(ints = {302, 404, 500, 200})
    void aProviderThatDoesNotAnswerAsOneFails(int status) throws Exception {
        server.otherRequestsFail(status);
        var run = unchanged("doctor", "--probe");
        assertThat(run.exit()).as(run.out()).isEqualTo(10);
        assertThat(run.out()).contains("FAIL  openai probe:", "Not healthy");
    }

    @Test
    void aProviderThatAsksForPatienceIsTheRightOne() throws Exception {
        server.otherRequestsFail(429);
        var run = unchanged("doctor", "--probe");
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("warn  openai probe:");
    }

    @Test
    void aModelOfAnotherProviderFailsAsItDoesForATurn() throws Exception {
        var program = program().with("ANTHROPIC_API_KEY", KEY);
        var model = new String[] {"--provider", "anthropic", "--model", "gpt-4o"};
        failsInText(program.run("ask", model[0], model[1], model[2], model[3], PROMPT), 42, "INPUT");
        var run = program.run("doctor", model[0], model[1], model[2], model[3]);
        assertThat(run.exit()).as(run.out()).isEqualTo(42);
        assertThat(run.out()).contains("FAIL  model:", "gpt-4o", "openai key: set");
    }

    @Test
    void aModelThatOllamaLacksFailsWhenItIsAsked() throws Exception {
        var program = program().with("OLLAMA_HOST", server.baseUrl());
        var there = program.run("doctor", "--probe", "--provider", "ollama", "--model", "test-model");
        assertThat(there.exit()).as(there.out()).isZero();
        var run = program.run("doctor", "--probe", "--provider", "ollama", "--model", "nothere");
        assertThat(run.exit()).as(run.out()).isEqualTo(10);
        assertThat(run.out()).contains("FAIL  ollama probe:", "ollama pull nothere");
    }

    @Test
    void nothingToAskFailsWhenItIsLookedFor() throws Exception {
        var program = Launcher.in(home).with("OLLAMA_HOST", "127.0.0.1:1");
        assertThat(program.run("doctor").exit()).isZero();
        failsInText(program.run("ask", PROMPT), 10, "PROVIDER");
        var run = program.run("doctor", "--probe");
        assertThat(run.exit()).as(run.out()).isEqualTo(10);
        assertThat(run.out()).contains("No model provider is configured");
    }

    /** It answers, and what the models folder holds has nothing to do with it. */
    @Test
    void aLocalModelNamedByItsPathIsLookedAt() throws Exception {
        Files.write(home.resolve("mine.gguf"), MODEL);

        for (var model : List.of(home.resolve("mine.gguf").toString(), "./mine.gguf")) {
            var run = unchanged("doctor", "--probe", "--provider", "local", "--model", model);
            assertThat(run.exit()).as(run.out()).isZero();
            assertThat(run.out()).containsPattern("ok +local probe:");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "./missing.gguf, There is no model file",
        "./folder.gguf, There is no model file",
        "./text.gguf, text.gguf is not a GGUF file",
        "./cut.gguf, cut.gguf is cut off",
        "broken, broken.gguf is not a GGUF file",
        "unknown, No local model is called unknown"
    })
    void aLocalModelThatIsNoneFails(String model, String problem) throws Exception {
        var models = Files.createDirectories(home.resolve(".zavora/models"));
        Files.write(models.resolve("mine.gguf"), MODEL);
        Files.writeString(models.resolve("broken.gguf"), "hello");
        Files.createDirectory(home.resolve("folder.gguf"));
        Files.writeString(home.resolve("text.gguf"), "hello");
        Files.write(home.resolve("cut.gguf"), Arrays.copyOf(MODEL, 10));

        failsInText(program().run("ask", "--provider", "local", "--model", model, PROMPT), 10, "PROVIDER");
        var quick = program().run("doctor", "--provider", "local", "--model", model);
        assertThat(quick.exit()).as(quick.out()).isEqualTo(10);
        assertThat(quick.out()).contains("FAIL  model: ", problem);
        var run = program().run("doctor", "--probe", "--provider", "local", "--model", model);
        assertThat(run.exit()).as(run.out()).isEqualTo(10);
        assertThat(run.out()).contains("FAIL  local probe: ", problem);
    }

    /** The command of the advice is one that can be run: it is refused for want of a network, not for its words. */
    @Test
    void aLocalModelThatIsNotFetchedYetIsNamedInTheAdvice() throws Exception {
        var models = Files.createDirectories(home.resolve(".zavora/models"));
        Files.write(models.resolve("mine.gguf"), MODEL);

        var run = unchanged("doctor", "--probe", "--provider", "local");

        assertThat(run.exit()).as(run.out()).isEqualTo(10);
        assertThat(run.out()).contains("FAIL  local probe: The local model gemma-3-270m is not installed");
        var advised = run.out().substring(run.out().indexOf('`') + 1, run.out().lastIndexOf('`'));
        var offline = program()
                .onPath()
                .with("PIP_NO_INDEX", "1")
                .with("HTTPS_PROXY", "http://127.0.0.1:" + FreePort.closed());
        failsInText(offline.shell(advised), 10, "PROVIDER");
    }
}
