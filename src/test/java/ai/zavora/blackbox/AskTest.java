package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.Wire;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One question, one answer: every provider by its base URL, every output, sessions over processes. */
final class AskTest extends ProgramTest {

    @ParameterizedTest
    @CsvSource({
        "openai, OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_CHAT",
        "anthropic, ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, ANTHROPIC",
        "gemini, GOOGLE_API_KEY, GOOGLE_GEMINI_BASE_URL, GEMINI",
        "deepseek, DEEPSEEK_API_KEY, DEEPSEEK_BASE_URL, OPENAI_CHAT",
        "groq, GROQ_API_KEY, GROQ_BASE_URL, OPENAI_CHAT",
        "ollama, UNUSED, OLLAMA_HOST, OLLAMA",
    })
    void everyProviderIsReachedByItsBaseUrl(String provider, String keyVariable, String urlVariable, Wire wire)
            throws InterruptedException {
        server.reply(Reply.text("Hello", " you"));

        var run = Launcher.in(home)
                .with(keyVariable, "k-0123456789")
                .with(urlVariable, server.baseUrl(wire))
                .run("ask", "--provider", provider, "hello");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("Hello you\n");
        assertThat(server.lastRequest().wire()).contains(wire);
        assertThat(server.lastRequest().lastUserText()).isEqualTo("hello");
    }

    /** As container networks name their services; the proxy stands for the network that knows the name. */
    @ParameterizedTest
    @CsvSource({
        "openai, OPENAI_BASE_URL, http://model_server_1:8000/v1, OPENAI_CHAT",
        "ollama, OLLAMA_HOST, ollama_1, OLLAMA",
    })
    void aHostNameMayHoldAnUnderscore(String provider, String variable, String address, Wire wire)
            throws InterruptedException {
        server.reply(Reply.text("Hello"));

        var run = Launcher.in(home)
                .with("OPENAI_API_KEY", "k-0123456789")
                .with(variable, address)
                .with("HTTP_PROXY", server.baseUrl(Wire.OLLAMA))
                .run("ask", "--provider", provider, "hello");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(server.lastRequest().wire()).contains(wire);
    }

    @Test
    void theCredentialDecidesTheProvider() throws InterruptedException {
        var run = Launcher.in(home)
                .with("ANTHROPIC_API_KEY", "k-0123456789")
                .with("ANTHROPIC_BASE_URL", server.baseUrl())
                .run("ask", "hello");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(server.lastRequest().wire()).contains(Wire.ANTHROPIC);
    }

    @Test
    void aSessionGoesOnInAnotherProcess() throws InterruptedException {
        server.reply(Reply.text("I will remember 42."), Reply.text("It was 42."));
        var arguments = new String[] {"ask", "--session-backend", "sqlite", "--session-id", "s1", "Remember 42"};
        assertThat(program().run(arguments).exit()).isZero();
        arguments[5] = "Which number?";

        var second = program().run(arguments);

        assertThat(second.out()).isEqualTo("It was 42.\n");
        assertThat(server.lastRequest().said())
                .containsExactly("user: Remember 42", "assistant: I will remember 42.", "user: Which number?");
    }

    @Test
    void anAnswerThatReachedTheOutputLimitIsSaidToBeCutOff() throws InterruptedException {
        server.otherwise(Reply.text("half an ans").ending(Reply.Ending.MAX_TOKENS));

        var inText = program().run("ask", "hello");
        var inJson = program().run("ask", "-o", "stream-json", "hello");

        assertThat(inText.out()).isEqualTo("half an ans\n");
        assertThat(inText.err()).contains("output limit");
        assertThat(inJson.jsonLines()).anyMatch(line -> line.object("data")
                .flatMap(data -> data.string("message"))
                .filter(text -> text.contains("output limit"))
                .isPresent());
    }

    @Test
    void pipedTextBecomesPartOfThePrompt() throws InterruptedException {
        var run = program().withInput("diff --git a/x b/x\n+ü\n").run("ask", "-o", "stream-json", "Review");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        var lines = run.jsonLines();
        assertThat(lines.getLast().string("type")).contains("result");
        assertThat(IntStream.range(0, lines.size())
                        .allMatch(n -> lines.get(n).integer("sequence").orElse(-1) == n))
                .isTrue();
        assertThat(server.lastRequest().lastUserText()).startsWith("Review").contains("diff --git a/x b/x\n+ü");
    }

    @Test
    void jsonIsOneLine() throws InterruptedException {
        server.reply(Reply.text("two\n", "lines"));

        var run = program().run("ask", "-o", "json", "hello");

        assertThat(run.lines()).hasSize(1);
        assertThat(run.lastJson().string("response")).contains("two\nlines");
        assertThat(run.lastJson().bool("success")).contains(true);
    }

    @Test
    void toolsRunThroughTheWholeProgram() throws InterruptedException {
        server.reply(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY), Reply.text("It is late."));

        var run = program().run("ask", "What time is it?");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("It is late.\n");
        assertThat(server.requests()).hasSize(2);
        assertThat(server.lastRequest().toolNames()).contains("current_unix_time");
        assertThat(server.lastRequest().said().getLast()).startsWith("tool: ").contains("1");
    }

    @Test
    void withoutACommandPipedInputIsAsked() throws InterruptedException {
        var run = program().withInput("What is this?\n").run();

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(server.lastRequest().lastUserText()).contains("What is this?");
    }

    @Test
    void aLongAnswerArrivesWhole() throws InterruptedException {
        server.reply(Reply.manyDeltas("word ", 100_000));

        var run = program().run("ask", "Talk");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).hasSize(500_001);
    }
}
