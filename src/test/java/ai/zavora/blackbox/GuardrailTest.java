package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guardrails through the packaged program: what is printed, sent, stored and recorded. */
final class GuardrailTest extends ProgramTest {
    private static final String CARD = "4111 1111 1111 1111";

    @Override
    Launcher program() {
        return super.program().with("ZAVORA_SESSION_BACKEND", "sqlite");
    }

    private String everythingWritten() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private List<String> telemetry() throws IOException {
        return Files.readAllLines(home.resolve(".zavora/telemetry/events.jsonl"));
    }

    @Test
    void redactsOnTheStreamAndInTheJournal() throws Exception {
        var text = "The password is hunter2, pay with " + CARD + ", write to a@b.com. Secretary!";
        server.reply(Reply.text(text.split("(?<=\\G.)")));
        var run = program().run("ask", "--guardrail-output-mode", "redact", "-o", "stream-json", "hello");

        assertThat(run.exit()).as(run.err()).isZero();
        var streamed = new StringBuilder();
        var messages = 0;
        for (var line : run.jsonLines()) {
            if (line.string("type").orElse("").equals("message")) {
                messages++;
                streamed.append(
                        line.object("data").orElseThrow().string("delta").orElseThrow());
            }
        }
        var expected =
                "The [REDACTED] is hunter2, pay with [CREDIT CARD REDACTED], write to [EMAIL REDACTED]. Secretary!";
        assertThat(streamed).hasToString(expected);
        assertThat(messages).isGreaterThan(8);
        assertThat(run.lastJson().object("data").orElseThrow().string("response"))
                .contains(expected);
        assertThat(everythingWritten())
                .doesNotContain(CARD, "a@b.com", "password is")
                .contains("hunter2");
        assertThat(telemetry())
                .filteredOn(line -> line.contains("\"guardrail.output.redacted\""))
                .singleElement()
                .asString()
                .contains(
                        "\"direction\":\"output\"",
                        "\"mode\":\"redact\"",
                        "\"hits\":[\"password\",\"credit_card\",\"email\"]",
                        "\"hit_count\":3");
    }

    @Test
    void historyThatWasRecordedWithoutItDoesNotLeaveEither() throws Exception {
        program().run("ask", "--guardrail-input-mode", "disabled", "--session-id", "s", "my card is " + CARD);

        var blocked = program().run("ask", "--guardrail-input-mode", "block", "--session-id", "s", "go on");
        var requests = server.requests().size();
        var redacted = program().run("ask", "--guardrail-input-mode", "redact", "--session-id", "s", "go on");

        failsInText(blocked, 42, "INPUT");
        assertThat(blocked.err()).contains("earlier conversation", "new session");
        assertThat(requests).isEqualTo(1);
        assertThat(redacted.exit()).as(redacted.err()).isZero();
        assertThat(server.lastRequest().bodyText())
                .contains("my card is [CREDIT CARD REDACTED]")
                .doesNotContain(CARD);
    }

    @Test
    void blocksInputWithoutSendingOrStoringIt() throws Exception {
        var run = program().run("ask", "--guardrail-input-mode", "block", "my", "password", "is", "swordfish");

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("input guardrail", "password").doesNotContain("swordfish");
        assertThat(server.requests()).isEmpty();
        assertThat(everythingWritten()).doesNotContain("swordfish").contains("guardrail.input.blocked");
    }

    /** A log that holds lines as JSON: each line break in it is a backslash and a letter. */
    @Test
    void findsWhatStandsBehindALineBreakInJson() throws Exception {
        var token = "ghp" + "_" + "a7".repeat(18);
        var log = Files.writeString(
                home.resolve("docker.log"),
                "{\"log\":\"env:\\npassword=hunter2\\n" + token + "\\n\",\"stream\":\"stdout\"}\n");
        var blocked = program().run("ask", "--guardrail-input-mode", "block", "-f", log.toString(), "x");
        var sent = server.requests().size();
        var answer = "{\"mail\":\"line\\nbob@example.com\",\"t\":\"\\t" + token + "\"}";
        server.reply(Reply.text(answer.split("(?<=\\G.)")));
        var redacted = program().run("ask", "--guardrail-output-mode", "redact", "hello");

        failsInText(blocked, 42, "INPUT");
        assertThat(blocked.err()).contains("password, github_token");
        assertThat(sent).isZero();
        assertThat(redacted.exit()).as(redacted.err()).isZero();
        assertThat(redacted.out()).isEqualTo("{\"mail\":\"line\\n[EMAIL REDACTED]\",\"t\":\"\\t[SECRET REDACTED]\"}\n");
    }

    @Test
    void blocksOutputBeforeAnyOfItIsPrinted() throws Exception {
        server.reply(Reply.text("First something harmless, ", "then the private ", "key."));
        var run = program().run("ask", "--guardrail-output-mode", "block", "-o", "stream-json", "hello");

        failsInJson(run, 42, "INPUT");
        assertThat(run.out()).contains("\"buffered\":true").doesNotContain("harmless");
        assertThat(everythingWritten())
                .doesNotContain("harmless")
                // its tokens are paid for all the same
                .contains("guardrail.output.blocked", "model.request.completed", "\"output_tokens\":")
                .doesNotContain("model.request.interrupted");
    }

    @Test
    void aConversationThatIsRefusedMakesNoRequest() throws Exception {
        server.otherwise(Reply.text("I see."));
        var options = new String[] {"ask", "--session-backend", "sqlite", "the private key of mine"};
        assertThat(program().run(options).exit()).isZero();

        var refused = program().run("ask", "--session-backend", "sqlite", "--guardrail-input-mode", "block", "hello");

        failsInText(refused, 42, "INPUT");
        assertThat(server.requests()).hasSize(1);
        assertThat(everythingWritten()).containsOnlyOnce("\"model.request.started\"");
    }

    @Test
    void observesWithoutChangingAnything() throws Exception {
        server.reply(Reply.text("the password"));
        var run = program()
                .run(
                        "ask",
                        "--guardrail-input-mode",
                        "observe",
                        "--guardrail-output-mode",
                        "observe",
                        "my secret question");
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("the password\n");
        assertThat(run.err()).isEmpty();
        assertThat(telemetry())
                .anyMatch(line -> line.contains("guardrail.input.observed"))
                .anyMatch(line -> line.contains("guardrail.output.observed"));
    }

    @Test
    void termsOfProfileAndFlagAreJoinedAndTakeTheirReplacement() throws Exception {
        Files.createDirectories(home.resolve(".zavora"));
        Files.writeString(home.resolve(".zavora/config.toml"), """
                [profiles.default]
                guardrail_input_mode = "redact"
                guardrail_terms = ["projekt x"]
                guardrail_redact_replacement = "***"
                """);
        server.reply(Reply.text("ok"));
        var run = program().run("ask", "--guardrail-term", "Straße", "PROJEKT  X in der STRASSE, password");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("Guardrail: redacted 2 places in the input (projekt x, Straße).");
        assertThat(server.lastRequest().bodyText()).contains("*** in der ***, password");
    }

    /** As it comes along from a web page. */
    @Test
    void aNoBreakSpaceAroundATermIsNoPartOfIt() throws Exception {
        var run = program()
                .run(
                        "ask",
                        "--guardrail-input-mode",
                        "block",
                        "--guardrail-term",
                        "\u00a0sesame\u00a0",
                        "open (sesame).");

        failsInText(run, 42, "INPUT");
    }

    @Test
    void onATerminalTheNoticeIsALineOfItsOwn() throws Exception {
        server.reply(Reply.text("The pass", "word is first, ", "and more."));
        try (var run = program()
                .withOpenInput()
                .startOnTerminal("ask", "--no-stdin", "--guardrail-output-mode", "redact", "hello")) {
            var lines = run.finish().out().replace("\r", "").lines().toList();

            assertThat(lines).anyMatch(line -> line.endsWith(" is first, and more.") && line.startsWith("The ["));
            assertThat(lines).anyMatch(line -> line.startsWith("Guardrail: redacted 1 place"));
        }
    }

    @Test
    void guardsAChatToo() throws Exception {
        server.reply(Reply.text("the secret"));
        var run = program()
                .with("ZAVORA_GUARDRAIL_OUTPUT_MODE", "block")
                .withInput("hello\n/exit\n")
                .run("chat");
        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.out()).doesNotContain("the secret");
        assertThat(run.err()).contains("guardrail_output_mode is block", "output guardrail blocked");
    }

    /** The memory of what was typed is a file as well. */
    @ParameterizedTest
    @ValueSource(strings = {"block", "redact"})
    void whatIsStoppedInAChatIsNotRememberedEither(String mode) throws Exception {
        server.otherwise(Reply.text("It chats."));
        try (var chat = program().withOpenInput().startOnTerminal("--guardrail-input-mode", mode, "chat")) {
            chat.awaitOutput("zavora> ");
            chat.write("mail canary@example.com\r");
            chat.awaitOutput("uardrail");
            if (mode.equals("redact")) {
                chat.awaitOutput("It chats.");
            }
            chat.write("a harmless line\r");
            chat.awaitOutput("It chats.", mode.equals("redact") ? 2 : 1);
            chat.write("/exit\r");
            assertThat(chat.finish().exit()).isZero();
        }

        assertThat(home.resolve(".zavora/chat-history"))
                .content()
                .contains("a harmless line")
                .doesNotContain("canary");
    }
}
