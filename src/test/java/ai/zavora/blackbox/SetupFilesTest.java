package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.FakeVault;
import ai.zavora.testing.Fault;
import ai.zavora.testing.FreePort;
import ai.zavora.testing.Wire;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a set-up does to the files of a home. */
final class SetupFilesTest extends SetupFixture {
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
    void keysBehindALinkToNothingAreNotTakenForNone() throws Exception {
        Files.createDirectories(credentials().resolveSibling(""));
        Files.createSymbolicLink(credentials(), home.resolve("away.json"));

        var asked = keyless().run("ask", "--provider", "openai", PROMPT);
        var saved = keyless().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin");
        var forgotten = keyless().run("setup", "--forget", "--provider", "openai");

        for (var run : List.of(asked, saved, forgotten)) {
            failsInText(run, 42, "INPUT");
            assertThat(run.err()).contains("is out of reach", "symbolic link to what is not there");
        }
        assertThat(keyless().run("doctor", "--offline").out()).contains("symbolic link to what is not there");
        assertThat(home.resolve("away.json")).doesNotExist();
    }

    @Test
    void theWarningOfAKeyInPlainTextNamesTheCommandForThatProfile() throws Exception {
        Files.writeString(
                home.resolve("other.toml"),
                "[profiles.work]\nprovider = \"openai\"\napi_key = \"sk-plain-0123456789\"\n");

        var warned = keyless().run("--config-path", "other.toml", "--profile", "work", "profiles", "show");

        assertThat(warned.err()).contains("`zavora-cli --config-path other.toml --profile work setup`");
        assertThat(keyless()
                        .shell("\"$ZAVORA\" --config-path other.toml --profile work setup --provider openai")
                        .exit())
                .isZero();
        assertThat(filesWith("sk-plain-0123456789")).containsExactly(credentials());
    }

    @Test
    void aKeyInPlainTextIsNotLostWhereAnotherIsKept() throws Exception {
        assertThat(keyless()
                        .withInput(KEY + "\n")
                        .run("setup", "--provider", "openai", "--key-stdin")
                        .exit())
                .isZero();
        var text = Files.readString(home.resolve(".zavora/config.toml"))
                + "[profiles.work]\nprovider = \"openai\"\napi_key = \"sk-plain-0123456789\"\n";
        var config = write(text);

        var refused = keyless().run("setup", "--profile", "work", "--provider", "openai");

        failsInText(refused, 42, "INPUT");
        assertThat(refused.err())
                .contains("another key", "--provider openai --key-stdin")
                .doesNotContain("sk-plain");
        assertThat(config).content().isEqualTo(text);

        var told = keyless()
                .withInput("sk-plain-0123456789\n")
                .run("setup", "--profile", "work", "--provider", "openai", "--key-stdin");

        assertThat(told.exit()).as(told.err()).isZero();
        assertThat(filesWith("sk-plain-0123456789")).containsExactly(credentials());
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
    void aPastedFileIsReadAsItIsMeant() throws Exception {
        var run = keyless()
                .withInput("# of the team\n\nFIRST=1\nexport OPENAI_API_KEY='" + KEY + "' # mine\r\nOTHER=1\n")
                .run("setup", "--provider", "openai", "--key-stdin", "--no-verify");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(keyless().run("ask", PROMPT).exit()).isZero();
        assertThat(server.requests().getFirst().header("authorization")).contains("Bearer " + KEY);
    }

    @Test
    void whatAnotherFileHoldsIsNoKeyAndGoesNowhere() throws Exception {
        for (var verify : List.of("--json", "--no-verify")) {
            var run = keyless()
                    .withInput("spring.datasource.password=hunter2")
                    .run("setup", "--provider", "openai", "--key-stdin", verify);

            assertThat(run.exit()).as(run.out()).isEqualTo(42);
        }
        assertThat(server.otherRequests()).isEmpty();
        assertThat(credentials()).doesNotExist();
    }

    @Test
    void aRefusedKeyIsLookedForWhereItIsKept() throws Exception {
        keyless().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin");
        var vault = FakeVault.working(home.resolve("bin"));
        withVault(vault).withInput(KEY).run("setup", "--provider", "groq", "--key-stdin", "--no-verify");
        write("[profiles.plain]\nprovider = \"openai\"\napi_key = \"sk-plain-0123456789\"\n");
        server.otherwise(Fault.status(401));
        server.otherRequestsFail(401);

        var file = keyless().run("ask", "--provider", "openai", PROMPT);
        var probed = keyless().run("setup", "--provider", "openai", "--model", "m", "--json");
        var ofVault = withVault(vault)
                .with("GROQ_BASE_URL", server.baseUrl(Wire.OPENAI_CHAT))
                .run("ask", "--provider", "groq", PROMPT);
        Files.delete(credentials());
        var profile = keyless().run("--profile", "plain", "ask", PROMPT);

        for (var run : List.of(file, probed, ofVault, profile)) {
            assertThat(run.exit()).as(run.err()).isEqualTo(10);
            assertThat(run.out() + run.err()).doesNotContain("_API_KEY", KEY);
        }
        assertThat(file.err()).contains("Check the key (credentials file)");
        assertThat(probed.out()).contains("Check the key (credentials file)");
        assertThat(ofVault.err()).contains("Check the key (OS vault)");
        assertThat(profile.err()).contains("Check the key (profile 'plain')");
    }

    @Test
    void aKeyMayEndLikeAnAssignment() throws Exception {
        var run = keyless()
                .withInput("Zm9vYmFy_Zm9vYmFy==\n")
                .run("setup", "--provider", "openai", "--key-stdin", "--no-verify");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(filesWith("\"Zm9vYmFy_Zm9vYmFy==\"")).containsExactly(credentials());
    }

    @Test
    void aLineThatIsNoKeyIsNotKept() throws Exception {
        var run = keyless()
                .withInput("export OTHER=" + KEY + "\n")
                .run("setup", "--provider", "openai", "--key-stdin", "--no-verify");

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("another variable than OPENAI_API_KEY").doesNotContain(KEY);
        assertThat(filesBelow(home)).isEmpty();
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
    void aKeyOutOfReachIsNotSaidToBeNone() throws Exception {
        var root = "root".equals(System.getProperty("user.name"));
        keyless().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin");
        var folder = home.resolve(".zavora");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));

        // root may look everywhere
        var owner = root ? keyless().withUser(65534) : keyless();
        var elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        var forgotten = owner.withFolder(elsewhere).run("setup", "--forget", "--provider", "openai");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

        failsInText(forgotten, 42, "INPUT");
        assertThat(forgotten.out()).isEmpty();
        assertThat(filesWith(KEY)).isNotEmpty();
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
}
