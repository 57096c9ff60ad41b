package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.sqlite.LeavingProcess;
import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.testing.CutOffChange;
import ai.zavora.testing.JavaProcess;
import ai.zavora.testing.LeftLog;
import ai.zavora.testing.NamedPipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program looks at itself, and leaves everything as it is. */
final class DoctorTest extends DoctorFixture {

    private void database(byte[] bytes) throws IOException {
        Files.createDirectories(home.resolve(".zavora"));
        Files.write(home.resolve(".zavora/sessions.db"), bytes);
    }

    private Path madeDatabase() throws Exception {
        assertThat(program()
                        .with("ZAVORA_TELEMETRY_ENABLED", "false")
                        .run("ask", "--session-backend", "sqlite", "hello")
                        .exit())
                .isZero();
        return home.resolve(".zavora/sessions.db");
    }

    @Test
    void aFreshFolderIsHealthyAndStaysFresh() throws Exception {
        var run = unchanged("doctor");
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "java: 25",
                        "start-up cache: in use",
                        "openai key: set (OPENAI_API_KEY)",
                        "Healthy: 0 failures");
        assertThat(server.requests()).isEmpty();
        assertThat(server.otherRequests()).isEmpty();
    }

    @Test
    void writesNoTelemetryNorTellsACollector() throws Exception {
        var events = home.resolve(".zavora/telemetry/events.jsonl");
        Files.createDirectories(events.resolveSibling(""));
        Files.writeString(events, "");

        unchanged("doctor");
    }

    @Test
    void makesNoIndexForALogThatWasLeftAlone() throws Exception {
        var file = madeDatabase();
        LeftLog.of(file);
        assertThat(home.resolve(".zavora/sessions.db-wal")).isNotEmptyFile();

        var run = unchanged("doctor", "--session-backend", "sqlite");

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("1 session", "of log");
    }

    @Test
    void showsNoSecretOfAnAddress() throws Exception {
        var run = program()
                .with("OPENAI_BASE_URL", "http://127.0.0.1:9/v1?api_key=hidden-1")
                .with("ANTHROPIC_BASE_URL", "http://me:hidden-2@127.0.0.1:9")
                .with("OLLAMA_HOST", "me:hidden-3@127.0.0.1:9")
                .with("HTTPS_PROXY", "http://me:hidden-4@127.0.0.1:9")
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9/?key=hidden-5")
                .with("OTEL_EXPORTER_OTLP_HEADERS", "authorization=hidden-6")
                .run("doctor");

        assertThat(run.out() + run.err()).contains("api", "****").doesNotContain("hidden-");
    }

    @Test
    void knowsTheKeysWhereTheSettingsAreBroken() throws Exception {
        var run = program().with("ZAVORA_SESSION_BACKEND", "nonsense").run("doctor");

        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.out()).contains("openai key: set (OPENAI_API_KEY)").doesNotContain(KEY);
    }

    @Test
    void waitsForNoPipe() throws Exception {
        Files.createDirectories(home.resolve(".zavora"));
        for (var name : List.of("config.toml", "credentials.json", "ca.pem")) {
            var pipe = NamedPipe.at(home.resolve(".zavora").resolve(name));
            var command = name.equals("ca.pem") ? program().with("ZAVORA_CA_BUNDLE", pipe.toString()) : program();
            var run = command.withPatience(Duration.ofSeconds(20)).run("doctor");
            assertThat(run.exit()).as(run.out()).isEqualTo(42);
            assertThat(run.out()).contains(name);
            Files.delete(pipe);
        }
    }

    @Test
    void looksAtADatabaseInUse() throws Exception {
        madeDatabase();
        var run = unchanged("doctor", "--session-backend", "sqlite", "--full", "--json");
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("1 session, 3 events", "structure and indexes sound");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA user_version = 99|newer than this program",
                "PRAGMA application_id = 7|another program",
                "PRAGMA application_id = 0; PRAGMA user_version = 0; CREATE TABLE _adk_session_migrations (version)|migrate"
            })
    void tellsDatabasesApart(String script) throws Exception {
        var file = madeDatabase();
        var parts = script.split("\\|");
        runScript(file, parts[0]);
        var run = unchanged("doctor", "--session-backend", "sqlite");
        assertThat(run.exit()).as(run.out()).isEqualTo(11);
        assertThat(run.out()).contains(parts[1]);
    }

    /** With Python's own SQLite, as ours refuses to touch such files. */
    private static void runScript(Path file, String script) throws Exception {
        var python = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.executescript(sys.argv[2])\nc.close()\n";
        var process = new ProcessBuilder("python3", "-c", python, file.toString(), script)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aDamagedDatabaseIsAFailure() throws Exception {
        var whole = Files.readAllBytes(madeDatabase());
        for (var hurt : List.of(
                "this is no database at all, but it is long enough to be taken for one"
                        .getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(whole, whole.length / 2),
                nonsense(whole))) {
            database(hurt);
            var run = unchanged("doctor", "--session-backend", "sqlite");
            assertThat(run.exit()).as(run.out()).isEqualTo(11);
            assertThat(run.out()).contains("FAIL  database:");
        }
    }

    private static byte[] nonsense(byte[] whole) {
        var hurt = whole.clone();
        Arrays.fill(hurt, 4096, 8192, (byte) 0x5a);
        return hurt;
    }

    @Test
    void brokenSettingsAreAFailureAmongTheOtherFindings() throws Exception {
        Files.createDirectories(home.resolve(".zavora"));
        Files.writeString(home.resolve(".zavora/config.toml"), "[profiles.default\n");
        var run = unchanged("doctor");
        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.out()).contains("FAIL  settings:", "config.toml:1", "java: 25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage::", "http://127.0.0.1:99999"})
    void aProxyThatCannotBeReadIsAFailureAmongTheOtherFindings(String proxy) throws Exception {
        var run = program().with("HTTPS_PROXY", proxy).run("doctor");

        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.out())
                .contains(
                        "FAIL  proxy: environment variable HTTPS_PROXY: not the address of a proxy", "search program");
    }

    @Test
    void aProxyThatNoRequestCanGoThroughIsWarnedAbout() throws Exception {
        var run =
                program().with("HTTPS_PROXY", "socks5://me:hidden@127.0.0.1:1").run("doctor");

        assertThat(run.out())
                .contains("warn  https proxy: socks5://", "127.0.0.1:1: The proxy address cannot be used.")
                .doesNotContain("hidden");
    }

    @Test
    void anAddressWithAPortThatCannotBeIsAFailure() throws Exception {
        var run = program().with("OPENAI_BASE_URL", "http://127.0.0.1:99999/v1").run("doctor", "--probe");

        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.out()).contains("FAIL  settings:", "OPENAI_BASE_URL", "65535");
    }

    @Test
    void keysThatOthersMayReadAreAFailure() throws Exception {
        Files.createDirectories(home.resolve(".zavora"));
        var file = home.resolve(".zavora/credentials.json");
        Files.writeString(file, "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(home.resolve(".env"), "X=1");
        Files.setPosixFilePermissions(home.resolve(".env"), PosixFilePermissions.fromString("rw-r--r--"));
        var run = unchanged("doctor");
        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.out()).contains("FAIL  credentials:", "chmod 600", "warn  .env:");
    }

    @Test
    void aMissingKeyOfTheChosenProviderIsAFailure() throws Exception {
        var run = unchanged("doctor", "--provider", "anthropic");
        assertThat(run.exit()).isEqualTo(10);
        assertThat(run.out()).contains("FAIL  model:", "ANTHROPIC_API_KEY");
    }

    @Test
    void aDamagedDatabaseWeighsMoreThanAMissingKey() throws Exception {
        database("no database at all, but long enough to be taken for one".getBytes(StandardCharsets.UTF_8));
        var run = unchanged("doctor", "--provider", "anthropic", "--session-backend", "sqlite", "--offline");
        assertThat(run.exit()).as(run.out()).isEqualTo(11);
        assertThat(server.connections()).isZero();
    }

    /** SQLite would take both for an empty database, and throw the log away. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aDatabaseOfWhichNothingIsLeftIsAFailure(int size) throws Exception {
        var file = madeDatabase();
        LeftLog.of(file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));
        var run = unchanged("doctor", "--session-backend", "sqlite");
        assertThat(run.exit()).as(run.out()).isEqualTo(11);
        assertThat(run.out()).contains("FAIL  database:");
    }

    /** In place, what was changed before the kill would be taken for what is kept. */
    @Test
    void aChangeThatWasCutOffIsNotCounted() throws Exception {
        var file = madeDatabase();
        CutOffChange.in(file, "journal_session");
        var run = unchanged("doctor", "--session-backend", "sqlite", "--full");
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("1 session, 3 events");
    }

    @Test
    void whatAKilledLookLeftIsRemovedByTheNext() throws Exception {
        LeftLog.of(madeDatabase());
        var temporary = Files.createDirectory(home.resolve("temporary"));
        var program = program().with("ZAVORA_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
        String copy;
        try (var process = JavaProcess.start(
                LeavingProcess.class, temporary.resolve("sessions.db").toString())) {
            copy = process.line();
            assertThat(program.run("doctor", "--session-backend", "sqlite").exit())
                    .isZero();
            assertThat(Path.of(copy)).exists();
            process.kill();
        }
        var run = program.run("doctor", "--session-backend", "sqlite");
        assertThat(run.exit()).as(run.out()).isZero();
        try (var left = Files.list(temporary)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith(".zavora")))
                    .isEmpty();
        }
    }

    @Test
    void tellsOfCopiesThatWereLeft() throws Exception {
        var file = madeDatabase();
        String copy;
        try (var process = JavaProcess.start(LeavingProcess.class, file.toString())) {
            copy = process.line();
            process.kill();
        }
        var run = unchanged("doctor", "--session-backend", "sqlite");
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("leftovers", copy, "sessions backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite://", "sqlite://:memory:"})
    void anAddressWithoutAFileIsSaidToKeepNothing(String url) throws Exception {
        var run = unchanged("doctor", "--offline", "--session-backend", "sqlite", "--session-db-url", url);

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("backend: sqlite in memory", "nothing is kept when the program ends");
    }

    private void copyTheSession(int copies) {
        try (var store = SqliteStore.open("sqlite://.zavora/sessions.db", home, InstantSource.system())) {
            var session = store.list("zavora-cli", "local-user").getFirst();
            var events = store.events(session.key(), 0, 100);
            for (var i = 0; i < copies; i++) {
                var key = new SessionKey("zavora-cli", "local-user", "copy-" + i);
                var copied = new SessionSummary(key, session.createdAt(), session.updatedAt(), events.size());
                store.insert(copied, events);
            }
        }
    }

    @Test
    void repairsADatabaseBesideTheDamagedOne() throws Exception {
        var file = madeDatabase();
        copyTheSession(40);
        var whole = Files.readAllBytes(file);
        var hurt = whole.clone();
        Arrays.fill(hurt, hurt.length - 4096, hurt.length, (byte) 0x5a);
        Arrays.fill(hurt, 0, 100, (byte) 0);
        database(hurt);

        var run = program().run("doctor", "--repair", "--session-backend", "sqlite", "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(hurt);
        var restored = program()
                .run(
                        "sessions",
                        "restore",
                        home.resolve(".zavora/sessions.db.repaired").toString(),
                        "--force",
                        "--session-backend",
                        "sqlite");
        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(program()
                        .run("sessions", "list", "--session-backend", "sqlite")
                        .out())
                .contains("copy-1 ");
        assertThat(program().run("doctor", "--session-backend", "sqlite").exit())
                .isZero();
    }

    @Test
    void aStartUpCacheThatJavaCannotUseIsNotSaidToBeInUse() throws Exception {
        var run = program().with("ZAVORA_JAVA_OPTS", "-XX:AOTMode=off").run("doctor", "--offline");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("warn  start-up cache: not in use: Java cannot use it");
    }
}
