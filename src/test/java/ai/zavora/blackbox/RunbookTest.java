package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.zavora.base.json.Json;
import ai.zavora.testing.Finished;
import ai.zavora.testing.FreePort;
import ai.zavora.testing.GateCheckout;
import ai.zavora.testing.Installation;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Page;
import ai.zavora.testing.RunningProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every block of the operators' page as written, from first to last, with the installed program on the path, in one
 * fresh folder; and looks at what each changed. The property {@code zavora.runbook} or the variable
 * {@code ZAVORA_RUNBOOK} names another page to be run in its place.
 *
 * <p>Blocks of gates ({@code make …}) are run here as {@code make} plans them: the chains are real and go from gate to
 * gate, and each gate says what it would run. Done for real they run this suite, and are in
 * {@link ai.zavora.gates.RunbookGatesTest}, which {@code make test-long} runs.
 */
@Timeout(600)
final class RunbookTest extends ProgramTest {
    private static final String SQLITE = "--session-backend sqlite --session-db-url sqlite://.zavora/sessions.db";
    private static final URI ASK = URI.create("http://127.0.0.1:8787/v1/ask");
    private static final int PORT = 8787;
    private static final String CHAT = "zavora-cli chat\n";
    private static final String SERVE = "zavora-cli server serve --host 127.0.0.1 --port 8787\n";
    /** Two more than the page keeps. */
    private static final int SESSIONS = 52;

    @TempDir
    private static Path prefix;

    private static Path programs;

    @TempDir
    private Path clones;

    /** What has to hold behind a block, by the whole text of the block: its words are contract. */
    private final Map<String, Check> checks = new LinkedHashMap<>();

    private Optional<RunningProgram> served = Optional.empty();

    /** Looks at what a block left behind. */
    private interface Check {
        void after(Finished run) throws Exception;
    }

    @BeforeAll
    static void install() throws InterruptedException {
        programs = Installation.under(prefix);
    }

    @BeforeEach
    void knowTheBlocks() throws InterruptedException {
        assumeTrue(Launcher.in(home).shell("command -v curl git make").exit() == 0, "the page is written for these");
        blocksOfTheRunbook();
        blocksOfThePage();
    }

    @AfterEach
    void endTheServer() {
        served.ifPresent(RunningProgram::close);
    }

    private Launcher operator() {
        return program().withPrograms(programs);
    }

    private Finished shell(String script) throws InterruptedException {
        return operator().shell("set -e\n" + script);
    }

    private String out(String script) throws InterruptedException {
        var run = shell(script);
        succeeded(script, run);
        return run.out();
    }

    private static void succeeded(String block, Finished run) {
        assertThat(run.exit()).as(block + run.out() + run.err()).isZero();
    }

    // --- the blocks, in their order ---------------------------------------------------------------------------

    @Test
    void everyBlockDoesWhatThePageSays() throws Exception {
        var named = Optional.ofNullable(System.getProperty("zavora.runbook"))
                .or(() -> Optional.ofNullable(System.getenv("ZAVORA_RUNBOOK")));
        var page = Page.read(Path.of(named.orElse("docs/operations.md")));

        run(page);

        assertThat(page.blocks()).isNotEmpty();
        if (named.isEmpty()) {
            assertThat(page.blocks()).extracting(Page.Block::text).containsAll(checks.keySet());
        }
    }

    @Test
    void aBlockThatNobodyLooksAtIsNoPass() {
        var page = Page.of(Path.of("page.md"), "```bash\nzavora-cli profiles list\n```\n");

        assertThatThrownBy(() -> run(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("zavora-cli profiles list");
    }

    @Test
    void aBlockThatFailsIsNoPass() {
        var failing = "zavora-cli session list\ntrue\n";
        checks.put(failing, run -> {});
        var gates = "make release-chek\ntrue\n";
        checks.put(gates, run -> {});

        for (var block : new String[] {failing, gates}) {
            assertThatThrownBy(() -> run(Page.of(Path.of("page.md"), "```bash\n" + block + "```\n")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(block);
        }
    }

    private void run(Page page) throws Exception {
        for (var block : page.blocks()) {
            assertThat(checks)
                    .as("nothing looks at what this block does: " + block.text())
                    .containsKey(block.text());
            checks.get(block.text()).after(run(block));
        }
    }

    /** Runs one block to its end; of a server to where it listens. */
    private Finished run(Page.Block block) throws IOException, InterruptedException {
        var text = block.text();
        if (block.language().equals("toml")) {
            Files.createDirectories(home.resolve(".zavora"));
            Files.writeString(home.resolve(".zavora/config.toml"), text);
            return new Finished(0, "", "", Duration.ZERO);
        }
        assertThat(block.language()).as(text).isEqualTo("bash");
        var run = text.startsWith("make ")
                ? plan(text)
                : switch (text) {
                    case CHAT -> chat();
                    case SERVE -> serve();
                    default -> shell(text);
                };
        succeeded(text, run);
        return run;
    }

    private Finished chat() throws InterruptedException {
        try (var chat = operator().withOpenInput().startShellOnTerminal(CHAT)) {
            chat.awaitOutput("zavora> ");
            chat.write("What is the capital of France?\r");
            chat.awaitOutput("Hello from the model server.");
            chat.write("/exit\r");
            return chat.finish();
        }
    }

    private Finished serve() throws InterruptedException {
        FreePort.await(PORT);
        var server = operator().startShell(SERVE);
        served = Optional.of(server);
        server.awaitOutput("Listening on ");
        return new Finished(0, server.out(), server.err(), Duration.ZERO);
    }

    /** What {@code make} would do; where it calls itself it does call itself, as {@code make} defines for {@code -n}. */
    private Finished plan(String block) throws IOException, InterruptedException {
        var checkout = GateCheckout.in(Files.createTempDirectory(clones, "gates"));
        checkout.copy("Makefile");
        checkout.commit("Add the gates");
        var run = checkout.shell("set -e\nexport MAKEFLAGS=n\n" + block);
        var scripts = Pattern.compile("\\bscripts/[\\w.-]+").matcher(run.out());
        while (scripts.find()) {
            assertThat(checkout.root().resolve(scripts.group())).isExecutable();
        }
        return run;
    }

    // --- what has to hold behind them -------------------------------------------------------------------------

    private void blocksOfTheRunbook() {
        checks.put("""
                [profiles.default]
                provider = "openai"
                model = "gpt-4o-mini"
                session_backend = "sqlite"
                session_db_url = "sqlite://.zavora/sessions.db"
                telemetry_enabled = true
                telemetry_path = ".zavora/telemetry/events.jsonl"
                tool_confirmation_mode = "mcp-only"
                guardrail_input_mode = "observe"
                guardrail_output_mode = "redact"
                guardrail_terms = ["password", "secret", "api key", "private key"]
                """, run -> everyKeyIsInEffect(10));
        checks.put(CHAT, run -> assertThat(out("zavora-cli sessions show"))
                .contains("What is the capital of France?", "Hello from the model server."));
        checks.put(SERVE, run -> assertThat(run.out()).contains("http://127.0.0.1:8787"));
        checks.put("""
                curl -sS http://127.0.0.1:8787/healthz
                curl -sS -X POST http://127.0.0.1:8787/v1/a2a/ping \\
                  -H 'Content-Type: application/json' \\
                  -d '{"from_agent":"ops","to_agent":"zavora","message_id":"ping-1","payload":{}}'
                """, this::theServerIsWell);
        checks.put("zavora-cli " + SQLITE + " sessions list\n", run -> assertThat(
                        run.out().lines())
                .hasSizeGreaterThanOrEqualTo(SESSIONS)
                .anyMatch(line -> line.startsWith("- default-session (updated: ")));
        checks.put(
                "zavora-cli " + SQLITE + " sessions show --session-id default-session --recent 30\n",
                run -> assertThat(run.out()).contains("hello", "assistant [final]"));
        checks.put("""
                zavora-cli %1$s sessions prune --keep 50 --dry-run
                zavora-cli %1$s sessions prune --keep 50 --force
                """.formatted(SQLITE), this::theOldestSessionsAreGone);
        checks.put("""
                zavora-cli doctor
                zavora-cli telemetry report --limit 2000
                """, this::theReportHasWhatRan);
        checks.put("""
                make release-check
                make perf-check
                """, run -> assertThat(run.out())
                .containsPattern("release-check: passed, all \\d+ gates")
                .contains("make version-check", "make test", "make quality-gate", "make security-check", "make dist")
                .contains("scripts/mvn -B -ntp test", "scripts/perf-check.py"));
        checks.put("""
                make security-check
                make quality-gate
                """, run -> assertThat(run.out()).contains("scripts/security-check.py", "scripts/quality-gate"));
    }

    private void blocksOfThePage() {
        checks.put("zavora-cli sessions prune --older-than 30d --dry-run\n", run -> assertThat(run.out())
                .contains("Nothing to prune: 50 sessions kept."));
        checks.put("""
                zavora-cli sessions search "hello"
                zavora-cli sessions fork default-session --as experiment
                zavora-cli sessions export default-session > session.json
                zavora-cli sessions import session.json --as copy
                zavora-cli sessions export default-session --format markdown
                """, run -> {
            assertThat(run.out()).contains("default-session #", "hello");
            assertThat(out("zavora-cli sessions list")).contains("- experiment (", "- copy (");
            assertThat(out("zavora-cli sessions show --session-id copy")).contains("hello");
        });
        checks.put("""
                zavora-cli %s migrate
                zavora-cli --session-backend sqlite migrate --json
                """.formatted(SQLITE), run -> assertThat(run.out()).contains("up to date"));
        checks.put("""
                zavora-cli telemetry report --since 24h --json
                zavora-cli telemetry report --html telemetry.html
                """, run -> {
            var report = run.out().substring(0, run.out().lastIndexOf('}') + 1);
            assertThat(Json.parseObject(report).members()).isNotEmpty();
            assertThat(home.resolve("telemetry.html")).content().startsWith("<!DOCTYPE html>");
        });
        checks.put("""
                zavora-cli sessions backup backup.db
                cp .zavora/config.toml config.backup.toml
                """, run -> {
            assertThat(home.resolve("backup.db")).isNotEmptyFile();
            // so that what comes back can be told from what stayed
            Files.writeString(
                    home.resolve(".zavora/config.toml"), "[profiles.default]\nsession_backend = \"sqlite\"\n");
            out("zavora-cli sessions delete --session-id experiment --force");
            assertThat(out("zavora-cli sessions list")).doesNotContain("- experiment (");
        });
        checks.put("""
                cp config.backup.toml .zavora/config.toml
                zavora-cli sessions restore backup.db --force
                zavora-cli doctor
                zavora-cli server a2a-smoke
                """, run -> {
            assertThat(run.out()).contains("A2A smoke passed");
            everyKeyIsInEffect(10);
            assertThat(out("zavora-cli sessions list")).contains("- experiment (");
            assertThat(home.resolve(".zavora/sessions.db.before-restore")).isNotEmptyFile();
        });
    }

    private void everyKeyIsInEffect(int keys) throws IOException, InterruptedException {
        var shown = out("zavora-cli profiles show");
        assertThat(shown).startsWith("Profile: default (configured)\n");
        assertThat(Files.readAllLines(home.resolve(".zavora/config.toml")).stream()
                        .filter(line -> line.contains(" = ")))
                .hasSize(keys)
                .allSatisfy(line -> assertThat(shown)
                        .containsPattern("(?m)^  " + line.substring(0, line.indexOf(' ')) + " .*profile"));
    }

    /** Leaves more sessions than the later blocks keep, the newest of them the one that they show. */
    private void theServerIsWell(Finished health) throws IOException, InterruptedException {
        assertThat(health.out())
                .contains("{\"status\":\"ok\"}", "\"message_id\":\"ack-ping-1\"", "\"from_agent\":\"zavora\"");
        try (var client = HttpClient.newHttpClient()) {
            for (var i = 1; i < SESSIONS; i++) {
                assertThat(ask(client, "question", "s" + i)).isEqualTo(200);
            }
            assertThat(ask(client, "hello", "default-session")).isEqualTo(200);
        }
        var server = served.orElseThrow();
        server.signal("TERM");
        var end = server.finish();
        assertThat(end.exit()).as(end.err()).isZero();
        assertThat(end.out()).endsWith("Stopped.\n");
    }

    private static int ask(HttpClient client, String prompt, String session) throws IOException, InterruptedException {
        var body = "{\"prompt\":\"" + prompt + "\",\"session_id\":\"" + session + "\"}";
        var request = HttpRequest.newBuilder(ASK)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private void theOldestSessionsAreGone(Finished run) throws InterruptedException {
        assertThat(run.out())
                .contains("- s1\n", "- s2\n", "Would delete 2 sessions, keep 50. Nothing was changed.")
                .contains("Deleted 2 sessions, kept 50.");
        assertThat(out("zavora-cli sessions list").lines().filter(line -> line.startsWith("- ")))
                .hasSize(50)
                .anyMatch(line -> line.startsWith("- default-session ("))
                .noneMatch(line -> line.startsWith("- s1 (") || line.startsWith("- s2 ("));
    }

    private void theReportHasWhatRan(Finished run) throws IOException {
        assertThat(Files.readString(home.resolve(".zavora/telemetry/events.jsonl")))
                .contains("\"command.started\"", "\"command.completed\"")
                .doesNotContain("\"command.failed\"");
        assertThat(run.out())
                .contains("Healthy: 0 failures", "openai/gpt-4o-mini", "command.failures: 0 of ")
                .contains("server.serve", "chat", "sessions.list", "sessions.show", "sessions.prune");
    }
}
