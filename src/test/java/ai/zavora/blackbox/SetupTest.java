package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.FakeVault;
import ai.zavora.testing.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Setting up a profile at the terminal, and what is left behind by it. */
final class SetupTest extends SetupFixture {
    private static final String HIDDEN_QUESTION = "does not show):";

    @Test
    void aPersonAnswersAndTheProgramWorksWithoutAVariable() throws Exception {
        // of this test alone: other programs of this machine are looked at, too
        var key = "sk-" + UUID.randomUUID();
        try (var setup = keyless().withOpenInput().startOnTerminal("setup")) {
            answer(setup, "Provider:", "1");
            answer(setup, "does not show):", key);
            setup.awaitOutput("takes it");
            assertThat(processesThatShow(key)).isEmpty();
            answer(setup, "Model, a number or any name", "1");
            answer(setup, "Save this?", "");
            var run = setup.finish();

            assertThat(run.exit()).as(run.out()).isZero();
            assertThat(run.out())
                    .contains(key.substring(0, 3) + "****...****" + key.substring(key.length() - 4), "credentials file")
                    .doesNotContain(key);
        }
        server.reply(Reply.text("It works."), Reply.text("It chats."));
        var ask = keyless().run("ask", PROMPT);
        chat();

        assertThat(ask.out()).contains("It works.");
        assertThat(server.requests().getFirst().header("authorization")).contains("Bearer " + key);
        assertThat(server.requests().getFirst().model()).isEqualTo("test-model");
        assertThat(filesWith(key)).containsExactly(credentials());
        assertThat(permissions(credentials())).isEqualTo("rw-------");
        assertThat(home.resolve(".zavora/telemetry/events.jsonl")).exists();
        assertThat(home.resolve(".zavora/chat-history")).exists();
        assertThat(keyless().run("models").out()).contains("key from credentials file");
    }

    private void chat() throws InterruptedException {
        try (var chat = keyless().withOpenInput().startOnTerminal()) {
            chat.awaitOutput("zavora> ");
            chat.write("hello\r");
            chat.awaitOutput("It chats.");
            chat.write("/exit\r");
            assertThat(chat.finish().exit()).isZero();
        }
    }

    @Test
    void theKeyIsHiddenAgainAfterAStop() throws Exception {
        try (var shell = keyless().withOpenInput().startShellOnTerminal()) {
            shell.awaitOutput("shell> ");
            shell.write("\"$ZAVORA\" setup --provider openai\r");
            shell.awaitOutput(HIDDEN_QUESTION);
            shell.write("\u001a");
            shell.awaitOutput("shell> ", 2);
            shell.write("fg\r");
            shell.awaitOutput(HIDDEN_QUESTION, 2);
            shell.write(KEY + "\r");
            shell.awaitOutput("takes it");
            shell.write("\u0003");
            shell.awaitOutput("INTERRUPTED");
            shell.awaitOutput("shell> ", 3);
            shell.write("stty -a | grep -o 'quit = [^;]*\\|[ -]echo \\|[ -]icanon'; exit\r");
            var run = shell.finish();

            assertThat(run.out())
                    .doesNotContain(KEY, "-echo ", "-icanon", "session can be continued")
                    .contains("call it again", "quit = ^\\", " echo ", " icanon");
        }
    }

    /** A terminal keeps what was typed without a line end, and gives it to whoever reads next. */
    @Test
    void theBeginningOfAKeyIsNotLeftToTheShell() throws Exception {
        try (var shell = keyless().withOpenInput().startShellOnTerminal()) {
            shell.awaitOutput("shell> ");
            shell.write("bash -c 'echo $$ > pid; exec \"$ZAVORA\" setup --provider openai'\r");
            shell.awaitOutput(HIDDEN_QUESTION);
            shell.write(KEY);
            var setup = Long.parseLong(Files.readString(home.resolve("pid")).strip());
            assertThat(ProcessHandle.of(setup).orElseThrow().destroy()).isTrue();
            shell.awaitOutput("INTERRUPTED");
            shell.awaitOutput("shell> ", 2);
            shell.write("\rexit\r");

            assertThat(shell.finish().out()).doesNotContain(KEY);
        }
    }

    @Test
    void theRestOfAPasteAnswersNoQuestion() throws Exception {
        for (var rest : List.of("second-line", "second-line\r")) {
            try (var setup = keyless().withOpenInput().startOnTerminal("setup", "--provider", "openai")) {
                answer(setup, HIDDEN_QUESTION, KEY + "\r" + rest);
                setup.awaitOutput("More than one line");
                setup.awaitOutput(HIDDEN_QUESTION, 2);
                setup.write(KEY + "\r\r");
                setup.awaitOutput("takes it");
                answer(setup, "Model, a number or any name", "1");
                answer(setup, "Save this?", "");
                var run = setup.finish();

                assertThat(run.exit()).as(run.out()).isZero();
                assertThat(run.out()).doesNotContain("second-line", KEY);
            }
            assertThat(home.resolve(".zavora/config.toml")).content().contains("worker_model = \"test-model\"");
        }
    }

    @Test
    void theQuitKeyDisturbsNoQuestion() throws Exception {
        try (var setup = keyless().withOpenInput().startOnTerminal("setup")) {
            setup.awaitOutput("Provider:");
            setup.write("\u001c\r");
            setup.awaitOutput("Provider:", 2);
            answer(setup, "Write a number", "1");
            setup.awaitOutput(HIDDEN_QUESTION);
            setup.write("\u001c\r");
            setup.awaitOutput(HIDDEN_QUESTION, 2);
            setup.write("\u0003");
            var run = setup.finish();

            assertThat(run.exit()).isEqualTo(130);
            assertThat(run.out()).doesNotContain("thread dump", "session can be continued");
        }
    }

    /** Between two questions the terminal is as the person had it. */
    @Test
    void theQuitKeyDisturbsNoLookAtTheProvider() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var setup = keyless()
                        .with("OPENAI_BASE_URL", "http://127.0.0.1:" + silent.getLocalPort() + "/v1")
                        .withOpenInput()
                        .startOnTerminal("setup", "--provider", "openai")) {
            answer(setup, HIDDEN_QUESTION, KEY);
            try (var _ = silent.accept()) {
                setup.write("\u001c\u0003");
                var run = setup.finish();

                assertThat(run.exit()).isEqualTo(130);
                assertThat(run.out()).doesNotContain("thread dump", "daemon prio");
            }
        }
    }

    @Test
    void theVaultGetsTheKeyWhereOneAnswers() throws Exception {
        var vault = FakeVault.working(home.resolve("bin"));
        var saved = withVault(vault).withInput(KEY + "\n").run("setup", "--provider", "openai", "--key-stdin");
        var ask = withVault(vault).run("ask", PROMPT);
        var calls = vault.calls().size();
        var known = withVault(vault).with("OPENAI_API_KEY", "sk-of-variable-1").run("ask", PROMPT);

        assertThat(saved.exit()).as(saved.err()).isZero();
        assertThat(saved.out()).contains("OS vault");
        assertThat(ask.exit()).as(ask.err()).isZero();
        assertThat(server.requests().getFirst().header("authorization")).contains("Bearer " + KEY);
        assertThat(known.exit()).isZero();
        assertThat(server.lastRequest().header("authorization")).contains("Bearer sk-of-variable-1");
        assertThat(vault.calls()).hasSize(calls).noneMatch(call -> call.contains(KEY));
        assertThat(filesWith(KEY)).containsExactly(vault.secret("openai"));
    }

    @Test
    void aVaultThatHangsIsToldFromOneWithoutTheKeyAndDelaysOnce() throws Exception {
        var vault = FakeVault.hanging(home.resolve("bin"));

        var ask = withVault(vault).run("ask", "--provider", "openai", PROMPT);

        failsInText(ask, 10, "PROVIDER");
        assertThat(ask.err()).contains("OS vault could not be asked", "did not answer");
        assertThat(vault.calls()).hasSize(1);
        assertThat(vault.sleepersAlive()).isFalse();
    }

    @Test
    void aKeyInAVaultThatCannotBeAskedIsUnknownAndNotMissing() throws Exception {
        var asking = withVault(FakeVault.failing(home.resolve("bin")));

        var doctor = asking.run("--provider", "openai", "--model", "m1", "doctor", "--json");
        var text = asking.run("doctor", "--offline");
        var models = asking.run("models", "--json");

        assertThat(doctor.exit()).isEqualTo(10);
        var found = new HashMap<String, JsonValue.Obj>();
        for (var finding : Json.parseObject(doctor.out()).array("findings")) {
            var object = (JsonValue.Obj) finding;
            found.put(object.string("name").orElseThrow(), object);
        }
        var unasked = "the OS vault could not be asked: secret-tool";
        assertThat(found.get("model").string("seen").orElseThrow())
                .startsWith("openai/m1 is asked for, but there is no key for OpenAI, and " + unasked);
        assertThat(found.get("model").string("advice").orElseThrow())
                .startsWith("Unlock the vault, set OPENAI_API_KEY");
        assertThat(found.get("openai key").string("seen").orElseThrow()).startsWith("unknown");
        assertThat(found.get("kept keys").string("status")).contains("warn");
        assertThat(found.get("kept keys").string("seen").orElseThrow()).startsWith(unasked);
        assertThat(found.get("kept keys").string("advice").orElseThrow()).contains("Unlock");
        assertThat(text.out())
                .contains("warn  model: no provider has a key, and " + unasked, "anthropic key: unknown")
                .containsOnlyOnce("warn  kept keys: " + unasked);
        for (var provider : Json.parseObject(models.out()).array("providers")) {
            assertThat(((JsonValue.Obj) provider).string("credential").orElseThrow())
                    .isIn("unknown", "not_needed");
        }
    }

    @Test
    void controlCThatEndsTheVaultFirstIsNoFailureOfTheVault() throws Exception {
        var vault = FakeVault.interrupted(home.resolve("bin"));

        var ask = withVault(vault).run("ask", "--provider", "openai", PROMPT);

        failsInText(ask, 130, "INTERRUPTED");
        assertThat(ask.err()).doesNotContain("vault");
    }

    @Test
    void aRefusedKeyIsAskedForAgainAndControlCChangesNothing() throws Exception {
        server.otherRequestsFail(401);
        try (var setup = keyless().withOpenInput().startOnTerminal("setup", "--provider", "openai")) {
            answer(setup, "does not show):", KEY);
            answer(setup, "Keep this key all the same?", "n");
            setup.awaitOutput("all the same? [y/N] n");
            setup.write("\u0003");

            assertThat(setup.finish().exit()).isEqualTo(130);
        }
        assertThat(filesBelow(home)).isEmpty();
    }

    @Test
    void aKeyForStandardInputThatIsTypedDoesNotShow() throws Exception {
        try (var setup = keyless().withOpenInput().startOnTerminal("setup", "--provider", "openai", "--key-stdin")) {
            answer(setup, HIDDEN_QUESTION, KEY);
            var run = setup.finish();

            assertThat(run.exit()).as(run.out()).isZero();
            assertThat(run.out()).contains("is set up").doesNotContain(KEY);
        }
        assertThat(filesWith(KEY)).containsExactly(credentials());
    }

    @Test
    void theEndOfInputChangesNothing() throws Exception {
        for (var answers : List.of(List.<String>of(), List.of("1"), List.of("1", KEY), List.of("1", KEY, "1"))) {
            var questions = List.of("Provider:", "does not show):", "Model, a number", "Save this?");
            try (var setup = keyless().withOpenInput().startOnTerminal("setup")) {
                for (var i = 0; i < answers.size(); i++) {
                    answer(setup, questions.get(i), answers.get(i));
                }
                setup.awaitOutput(questions.get(answers.size()));
                setup.write("\u0004");
                var run = setup.finish();

                assertThat(run.exit()).as(run.out()).isEqualTo(42);
                assertThat(run.out()).contains("nothing was changed").doesNotContain(KEY);
            }
            assertThat(filesBelow(home)).isEmpty();
        }
    }

    /** Processes of this machine that have the text among their arguments. */
    private static List<String> processesThatShow(String text) throws IOException {
        var found = new ArrayList<String>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                try {
                    var line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    if (line.contains(text)) {
                        found.add(line);
                    }
                } catch (IOException ended) {
                    // a process that has ended shows nothing
                }
            }
        }
        return found;
    }
}
