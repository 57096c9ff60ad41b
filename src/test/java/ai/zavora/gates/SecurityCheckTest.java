package ai.zavora.gates;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.GateCheckout;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate behind {@code make security-check}. */
final class SecurityCheckTest {
    /** Put together at run time, so that the gate does not find it here. */
    private static final String SECRET = "AKIA" + "Q7".repeat(8);

    @TempDir
    private Path folder;

    private GateCheckout checkout;

    @BeforeEach
    void makeCheckout() throws Exception {
        checkout = GateCheckout.in(folder);
    }

    private Finished check() throws InterruptedException {
        return checkout.shell("scripts/security-check.py");
    }

    private static void fails(Finished run, String... words) {
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.err()).contains(words).contains("What to do: ", "security-check: failed");
        assertThat(run.out() + run.err()).doesNotContain(SECRET, "Traceback");
    }

    private static void passes(Finished run) {
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("security-check: passed");
    }

    private static void cannotJudge(Finished run, String words) {
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.err()).contains("security-check: ", words).doesNotContain("Traceback");
    }

    @Test
    void aCleanCheckoutPasses() throws Exception {
        var run = check();

        passes(run);
        assertThat(run.out()).contains("1 libraries of the program", "days old").doesNotContain("differs");
    }

    @Test
    void aSecretThatIsNotCommittedYetIsFound() throws Exception {
        checkout.write("notes.txt", "first line\nkey = " + SECRET + "\n");

        var run = check();

        fails(run, "notes.txt:2: aws_access_key (fingerprint ");
        assertThat(run.out()).contains("which differs from the last commit in 1");
        assertThat(run.err()).doesNotContain("commit ");
    }

    @Test
    void aSecretThatWasTakenOutAgainIsFoundInTheHistory() throws Exception {
        checkout.write("notes.txt", SECRET);
        checkout.commit("Add notes");
        var commit = checkout.git("rev-parse --short HEAD").out().strip();
        checkout.write("notes.txt", "");
        checkout.commit("Empty them");

        fails(check(), "commit " + commit, " notes.txt:1: aws_access_key");
    }

    @Test
    void aSecretInTheMessageOfACommitIsFound() throws Exception {
        checkout.commit("Use " + SECRET);
        var commit = checkout.git("rev-parse --short=12 HEAD").out().strip();

        fails(check(), "commit " + commit + " (its message):", "aws_access_key");
    }

    @Test
    void aSecretThatAMergeBroughtIsFound() throws Exception {
        checkout.git("checkout -q -b side");
        checkout.commit("Work aside");
        checkout.git("checkout -q main");
        checkout.git("merge -q --no-ff --no-commit side");
        checkout.write("notes.txt", SECRET);
        checkout.commit("Merge side");
        var commit = checkout.git("rev-parse --short=12 HEAD").out().strip();
        checkout.git("rm -q notes.txt");
        checkout.commit("Remove notes");

        fails(check(), "commit " + commit + " notes.txt:1: aws_access_key");
    }

    @Test
    void aFindThatTheListAllowsIsNone() throws Exception {
        checkout.write("notes.txt", SECRET);
        var fingerprint = check().err().replaceAll("(?s).*fingerprint ([0-9a-f]{16}).*", "$1");
        var line = "notes.txt aws_access_key " + fingerprint;

        checkout.write("gates/allowed-secrets.txt", line + "\n");
        cannotJudge(check(), "gates/allowed-secrets.txt:1 is not 'FILE KIND FINGERPRINT REASON'");
        checkout.write("gates/allowed-secrets.txt", line + " made up\n");
        passes(check());

        // neither another find in that file nor that find in another one
        checkout.write("notes.txt", SECRET.replace('Q', 'R'));
        checkout.write("other.txt", SECRET);
        fails(check(), "notes.txt:1: aws_access_key", "other.txt:1: aws_access_key");
    }

    @Test
    void whatGitMustNotHoldIsTold() throws Exception {
        checkout.write(
                ".env.example", "OPENAI_API_KEY=something\nANTHROPIC_API_KEY=\nGOOGLE_API_KEY=\nGROQ_API_KEY=\n");
        checkout.write(".gitignore", "target/\n.zavora/\nevals/reports/\n");
        checkout.write("deploy/server.key", "");
        checkout.commit("Let things slip");

        fails(
                check(),
                ".env.example:1: OPENAI_API_KEY has a value",
                ".env.example: DEEPSEEK_API_KEY is missing",
                ".gitignore: .env would be committed",
                "deploy/server.key: git holds it");
    }

    @Test
    void aLibraryWithAKnownFaultIsTold() throws Exception {
        checkout.write("gates/advisories.json", """
                {"source": "a test", "fetched_at": "2026-01-01T00:00:00Z", "asked": ["a.b:fine"], "advisories": [
                  {"id": "GHSA-test", "aliases": [], "summary": "It leaks", "affected": [
                    {"library": "a.b:fine", "versions": [], "ranges": [[{"introduced": "0"}, {"fixed": "1.0.1"}]]}]}]}
                """);

        fails(check(), "a.b:fine 1.0: GHSA-test It leaks. What to do: use 1.0.1");

        checkout.write("gates/accepted-advisories.txt", "GHSA-test a.b:fine\n");
        cannotJudge(check(), "gates/accepted-advisories.txt:1 is not 'ID GROUP:ARTIFACT REASON'");
        checkout.write("gates/accepted-advisories.txt", "GHSA-test a.b:fine that part is not used\n");
        passes(check());
    }

    @Test
    void aLibraryThatNobodyAskedAboutIsToldAndARefusalWhereTheAuditIsRequired() throws Exception {
        checkout.write("gates/advisories.json", """
                {"source": "a test", "fetched_at": null, "asked": [], "advisories": []}
                """);

        var run = check();

        passes(run);
        assertThat(run.out()).contains("0 of 1 libraries", "NOT JUDGED", "does not know 1 libraries, a.b:fine.");
        fails(checkout.shell("SECURITY_REQUIRE_AUDIT=1 scripts/security-check.py"), "scripts/refresh-advisories.py");
    }

    @Test
    void theSnapshotIsRenewedFromOsv() throws Exception {
        checkout.write("answer.json", """
                {"vulns": [
                  {"id": "GHSA-new", "summary": "It leaks", "affected": [
                    {"package": {"ecosystem": "Maven", "name": "a.b:fine"},
                     "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0.9"}, {"last_affected": "1.0"}]}]},
                    {"package": {"ecosystem": "npm", "name": "fine"}}]},
                  {"id": "GHSA-withdrawn", "withdrawn": "2026-01-01T00:00:00Z", "affected": [
                    {"package": {"ecosystem": "Maven", "name": "a.b:fine"}, "versions": ["1.0"]}]}]}
                """);
        checkout.write("gates/advisories.json", "damaged");
        cannotJudge(check(), "gates/advisories.json cannot be read");

        var answer = Files.readAllBytes(checkout.root().resolve("answer.json"));
        var osv = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        osv.createContext("/v1/query", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            try (var body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        osv.start();
        var refresh = "OSV_URL=http://127.0.0.1:" + osv.getAddress().getPort() + " scripts/refresh-advisories.py";
        var run = checkout.shell(refresh);
        osv.stop(0);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("1 advisories on 1 libraries");
        fails(check(), "a.b:fine 1.0: GHSA-new It leaks. What to do: replace it");
        var whole = Files.readString(checkout.root().resolve("gates/advisories.json"));
        var unreached = checkout.shell(refresh);
        assertThat(unreached.exit()).isEqualTo(2);
        assertThat(unreached.err()).contains("did not answer", "the snapshot stays as it was");
        assertThat(checkout.root().resolve("gates/advisories.json")).hasContent(whole);
    }

    @Test
    void versionsAreOrderedAsMavenDoes() throws Exception {
        var run = checkout.shell("""
                cd scripts && python3 -B -c '
                from libraries import compare, in_range
                order = ["1.0-alpha-1", "1.0-beta", "1.0-rc1", "1.0-SNAPSHOT", "1.0", "1.0-sp", "1.0.1", "1.2", "1.10", "2"]
                assert all((compare(a, b) > 0) - (compare(a, b) < 0) == (i > j) - (i < j)
                           for i, a in enumerate(order) for j, b in enumerate(order))
                assert compare("1.0", "1") == compare("1.0.0.Final", "1") == compare("1.0-CR1", "1.0-rc-1") == 0
                later = [{"introduced": "1.0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"last_affected": "2.1"}]
                versions = ["0.9", "1.0", "1.1", "1.2", "2.0", "2.1", "2.2"]
                assert [in_range(v, later) for v in versions] == [False, True, True, False, True, True, False]'
                """);

        assertThat(run.exit()).as(run.err()).isZero();
    }

    @Test
    void aLicenceThatIsNotAllowedIsTold() throws Exception {
        checkout.resolves(
                "a.b:fine:jar:1.0:compile", "<licenses><license><name>Pay Me 1.0</name></license></licenses>");
        fails(check(), "a.b:fine 1.0: its licence is Pay Me 1.0, which gates/allowed-licences.txt does not allow");

        checkout.resolves("a.b:fine:jar:1.0:compile", "");
        fails(check(), "a.b:fine 1.0: its POM names no licence");
    }

    @Test
    void aLicenceIsTakenFromTheNearestParent() throws Exception {
        checkout.publish(
                "a.b", "parent", "7", "<licenses><license><name>The\n  MIT License</name></license></licenses>");
        checkout.resolves(
                "a.b:fine:jar:1.0:compile",
                "<parent><groupId>a.b</groupId><artifactId>parent</artifactId><version>7</version></parent>");

        passes(check());
    }

    @Test
    void whatKeepsItFromJudgingIsSaid() throws Exception {
        checkout.script("scripts/mvn", "echo '[ERROR] Cannot access the network in offline mode'; exit 1");
        cannotJudge(check(), "Cannot access the network in offline mode\nWhat to do: run make build");

        var unpacked = Files.createDirectories(checkout.root().resolve("unpacked"));
        checkout.shell("cp -R scripts unpacked/");
        cannotJudge(checkout.shell("unpacked/scripts/security-check.py"), unpacked + " is no git checkout");
        checkout.shell("rm -rf .git");
        cannotJudge(check(), checkout.root() + " is no git checkout");
    }
}
