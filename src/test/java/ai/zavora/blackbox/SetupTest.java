package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.FakeVault;
import ai.zavora.testing.FreePort;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.RunningProgram;
import ai.zavora.testing.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Setting up a profile, and what is left behind by it. */
final class SetupTest extends ProgramTest {

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

    @Test
    void aBrokenConfigurationIsNeverTouched() throws Exception {
        var broken = "[profiles.default\nprovider = \"groq\" # mine\n";
        var config = write(broken);

        failsInText(keyless().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin"), 42, "INPUT");
        try (var setup = keyless().withOpenInput().startOnTerminal("setup")) {
            assertThat(setup.finish().exit()).isEqualTo(42);
        }

        assertThat(config).hasContent(broken);
        assertThat(filesBelow(home)).containsExactly(config);
    }

    @Test
    void aFormThatCannotBeChangedKeepsFileAndStoreAsTheyAre() throws Exception {
        var inline = "[profiles]\ndefault = { provider = \"groq\" }\n";
        var config = write(inline);

        failsInText(keyless().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin"), 42, "INPUT");

        assertThat(config).hasContent(inline);
        assertThat(filesBelow(home)).containsExactly(config);
    }

    @Test
    void otherProfilesAndCommentsStayAndAKeyInPlainTextMoves() throws Exception {
        var config = write("""
                # of mine

                [profiles.default]    # the usual
                provider = "groq"   # quick
                session_backend = "sqlite"

                [profiles.work]
                # where I work
                provider = "openai"
                api_key = "sk-plain-0123456789" # to be moved
                model = 'old'
                """);

        var run = keyless().run("setup", "--profile", "work", "--provider", "openai", "--model", "new-model");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readString(config)).isEqualTo("""
                # of mine

                [profiles.default]    # the usual
                provider = "groq"   # quick
                session_backend = "sqlite"

                [profiles.work]
                # where I work
                provider = "openai"
                model = "new-model"
                worker_provider = "openai"
                worker_model = "new-model"
                planner_provider = "openai"
                planner_model = "gpt-5.6-sol"
                """);
        assertThat(filesWith("sk-plain-0123456789")).containsExactly(credentials());
        assertThat(keyless().run("--profile", "work", "ask", PROMPT).exit()).isZero();
    }

    @Test
    void aScriptGetsJson() throws Exception {
        var run = keyless().withInput(KEY + "\n").run("setup", "--provider", "openai", "--key-stdin", "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain(KEY);
        assertThat(run.out())
                .contains("\"provider\": \"openai\"", "\"key_saved_to\": \"file\"", "\"verified\": \"yes\"");
        assertThat(filesWith(KEY)).containsExactly(credentials());
    }

    @Test
    void aKeyInTheEnvironmentIsNotKept() throws Exception {
        var run = program().run("setup", "--provider", "openai");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(filesWith(KEY)).isEmpty();
        assertThat(credentials()).doesNotExist();
    }

    @Test
    void nothingIsSavedThatIsRefusedOrCannotBeTried() throws Exception {
        server.otherRequestsFail(401);
        var refused = keyless().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin", "-o", "json");
        var unreachable = keyless()
                .with("OPENAI_BASE_URL", "http://127.0.0.1:" + FreePort.closed())
                .withInput(KEY)
                .run("setup", "--provider", "openai", "--key-stdin");
        var blank = keyless().withInput("\n").run("setup", "--provider", "openai", "--key-stdin");
        var none = keyless().run("setup", "--provider", "openai");
        var unsaid = keyless().run("setup");

        failsInJson(refused, 10, "PROVIDER");
        failsInText(unreachable, 10, "PROVIDER");
        failsInText(blank, 42, "INPUT");
        failsInText(none, 42, "INPUT");
        failsInText(unsaid, 42, "INPUT");
        assertThat(unsaid.err()).contains("--provider openai --key-stdin");
        assertThat(filesBelow(home)).isEmpty();
    }

    @Test
    void aGatewayWithoutTheRouteAndAnUnverifiedKeyAreSaved() throws Exception {
        server.otherRequestsFail(404);

        var unclear = keyless().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin", "--json");
        assertThat(unclear.exit()).as(unclear.err()).isZero();
        assertThat(unclear.out()).contains("\"verified\": \"unclear\"");

        var untried = keyless()
                .withInput("gsk-untried-0123456789")
                .run("setup", "--provider", "groq", "--key-stdin", "--no-verify");
        assertThat(untried.exit()).as(untried.err()).isZero();
        assertThat(filesWith("gsk-untried-0123456789")).containsExactly(credentials());
        assertThat(filesWith(KEY)).containsExactly(credentials());
    }

    @Test
    void ollamaNeedsAnAddressOnly() throws Exception {
        try (var setup = keyless()
                .with("OLLAMA_HOST", "127.0.0.1:" + server.port())
                .withOpenInput()
                .startOnTerminal("setup")) {
            setup.awaitOutput("a server answers, models: 1");
            answer(setup, "Provider:", "6");
            answer(setup, "Address of the Ollama server", "");
            answer(setup, "Model, a number", "");
            answer(setup, "Save this?", "y");
            assertThat(setup.finish().exit()).isZero();
        }
        assertThat(home.resolve(".zavora/config.toml"))
                .content()
                .contains(
                        "provider = \"ollama\"",
                        "model = \"test-model\"",
                        "planner_model = \"test-model\"",
                        "ollama_host = \"127.0.0.1:" + server.port() + "\"");

        assertThat(keyless().run("setup", "--provider", "auto").exit()).isZero();
        assertThat(home.resolve(".zavora/config.toml")).hasContent("[profiles.default]\nprovider = \"auto\"");
    }

    @Test
    void aKeyCanBeForgotten() throws Exception {
        keyless().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin");

        var forgotten = keyless().run("setup", "--forget", "--provider", "openai");
        var again = keyless().run("setup", "--forget", "--provider", "openai");

        assertThat(forgotten.out()).isEqualTo("The key for OpenAI was removed.\n");
        assertThat(again.out()).isEqualTo("No key was kept for OpenAI.\n");
        assertThat(filesWith(KEY)).isEmpty();
        failsInText(keyless().run("setup", "--forget"), 42, "INPUT");
        failsInText(
                withVault(FakeVault.failing(home.resolve("bin"))).run("setup", "--forget", "--provider", "openai"),
                42,
                "INPUT");
        failsInText(keyless().run("ask", "--provider", "openai", PROMPT), 10, "PROVIDER");
    }

    @Test
    void theProfileAndTheFileMayBeNew() throws Exception {
        var run = keyless()
                .withInput(KEY)
                .run("setup", "--provider", "openai", "--key-stdin", "--profile", "new", "--config-path", "my.toml");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(home.resolve("my.toml")).content().startsWith("[profiles.new]\nprovider = \"openai\"\n");
        assertThat(keyless()
                        .run("--config-path", "my.toml", "--profile", "new", "ask", PROMPT)
                        .exit())
                .isZero();
        failsInText(keyless().run("--config-path", "other.toml", "ask", PROMPT), 42, "INPUT");
    }

    @Test
    void withoutAHomeNoKeyIsWrittenIntoTheWorkspace() throws Exception {
        for (var none : List.of("", "relative")) {
            var run = keyless().with("HOME", none).withInput(KEY).run("setup", "--provider", "openai", "--key-stdin");

            failsInText(run, 42, "INPUT");
        }
        assertThat(filesWith(KEY)).isEmpty();
    }

    @Test
    void aCredentialsFileOpenToOthersIsRefused() throws Exception {
        keyless().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin");
        Files.setPosixFilePermissions(credentials(), PosixFilePermissions.fromString("rw-r--r--"));

        var ask = keyless().run("ask", PROMPT);

        failsInText(ask, 42, "INPUT");
        assertThat(ask.err()).contains("chmod 600");
    }

    /** The program with OpenAI's address at the test server, and no key. */
    private Launcher keyless() {
        return Launcher.in(home).with("OPENAI_BASE_URL", server.baseUrl(Wire.OPENAI_CHAT));
    }

    private Launcher withVault(FakeVault vault) {
        return keyless()
                .with("PATH", vault.programs() + ":/usr/local/bin:/usr/bin:/bin")
                .with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
                .withPatience(Duration.ofSeconds(60));
    }

    private static void answer(RunningProgram setup, String question, String answer) throws InterruptedException {
        setup.awaitOutput(question);
        setup.write(answer + "\r");
    }

    private Path credentials() {
        return home.resolve(".zavora/credentials.json");
    }

    private Path write(String config) throws IOException {
        var file = home.resolve(".zavora/config.toml");
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, config);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<Path> filesWith(String text) throws IOException {
        var found = new ArrayList<Path>();
        for (var file : filesBelow(home)) {
            if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                found.add(file);
            }
        }
        return found;
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
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
