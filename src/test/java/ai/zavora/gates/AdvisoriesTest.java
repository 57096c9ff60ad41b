package ai.zavora.gates;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.GateCheckout;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part of {@code make security-check} that knows what is known against libraries, and how that is renewed. */
final class AdvisoriesTest {
    private static final String SNAPSHOT = "gates/advisories.json";
    private static final String ACCEPTED = "gates/accepted-advisories.txt";

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
        assertThat(run.out() + run.err()).doesNotContain("Traceback");
    }

    private static void passes(Finished run, String... words) {
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("security-check: passed").contains(words);
    }

    private static void cannotJudge(Finished run, String words) {
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.err()).contains("security-check: ", words).doesNotContain("Traceback");
    }

    /** A snapshot with one complete source, which looked up those libraries, and one that looked up nothing. */
    private void snapshot(String libraries, String advisories) throws Exception {
        checkout.write(SNAPSHOT, """
                {"sources": [{"name": "whole", "what": "a test", "as_of": "2026-01-01", "complete": true},
                             {"name": "found", "what": "a test", "as_of": "2026-02-01", "complete": false}],
                 "libraries": {%s}, "advisories": [%s]}
                """.formatted(libraries, advisories));
    }

    private static String advisory(String id, String source, String events) {
        return """
                {"id": "%s", "aliases": [], "source": "%s", "summary": "It leaks", "affected": [
                  {"library": "a.b:fine", "versions": [], "ranges": [[%s]]}]}
                """.formatted(id, source, events);
    }

    private static final String BEFORE_1_0_1 = "{\"introduced\": \"0\"}, {\"fixed\": \"1.0.1\"}";

    @Test
    void aLibraryWithAKnownFaultIsToldUntilItIsCorrectedOrAccepted() throws Exception {
        snapshot("\"a.b:fine\": \"whole\"", advisory("GHSA-test", "found", BEFORE_1_0_1));

        fails(check(), "a.b:fine 1.0: GHSA-test It leaks. What to do: use 1.0.1");

        checkout.resolves("a.b:fine:jar:1.0.1:compile", "<licenses><license><name>MIT</name></license></licenses>");
        passes(check(), "1 of 1 libraries, by a snapshot known until 2026-01-01");
        checkout.resolves("a.b:fine:jar:1.0:compile", "<licenses><license><name>MIT</name></license></licenses>");

        checkout.write(ACCEPTED, "GHSA-test a.b:fine\n");
        cannotJudge(check(), ACCEPTED + ":1 is not 'ID GROUP:ARTIFACT [until DAY] REASON'");
        checkout.write(ACCEPTED, "GHSA-test a.b:fine that part is not used\nGHSA-gone a.b:fine it was so\n");
        passes(
                check(),
                "ACCEPTED: a.b:fine 1.0: GHSA-test It leaks: that part is not used",
                "1 lines of " + ACCEPTED + " fit nothing any more");
    }

    @Test
    void aRiskIsTakenUntilADay() throws Exception {
        snapshot("\"a.b:fine\": \"whole\"", advisory("GHSA-test", "whole", BEFORE_1_0_1));

        checkout.write(ACCEPTED, "GHSA-test a.b:fine until 9999-12-31 there is no release yet\n");
        passes(check(), "ACCEPTED until 9999-12-31: a.b:fine 1.0: GHSA-test It leaks: there is no release yet");

        checkout.write(ACCEPTED, "GHSA-test a.b:fine until 2026-01-01 there is no release yet\n");
        fails(check(), "GHSA-test It leaks (accepted until 2026-01-01, which is over). What to do: use 1.0.1");

        checkout.write(ACCEPTED, "GHSA-test a.b:fine until 2026-13-01 there is no release yet\n");
        cannotJudge(check(), ACCEPTED + ":1: 2026-13-01 is no day such as 2026-01-31");
        checkout.write(ACCEPTED, "GHSA-test a.b:fine until 2026-01-01\n");
        cannotJudge(check(), ACCEPTED + ":1 is not");
    }

    @Test
    void aLibraryThatNobodyLookedUpIsToldAndAFailureWhereTheAuditIsRequired() throws Exception {
        snapshot("", "");

        passes(
                check(),
                "0 of 1 libraries, by a snapshot that holds nothing",
                "NOT JUDGED",
                "does not know 1 libraries, a.b:fine.");
        fails(checkout.shell("SECURITY_REQUIRE_AUDIT=1 scripts/security-check.py"), "scripts/refresh-advisories.py");

        // to have found something against another library by chance is no look-up
        snapshot("\"a.b:fine\": \"found\"", "");
        cannotJudge(check(), "a.b:fine was looked up in found, which is no complete source");
    }

    @Test
    void anOldSnapshotIsToldAndAFailureWhereItsAgeIsLimited() throws Exception {
        passes(check(), "OLD: " + SNAPSHOT + " does not know what was published after 2026-01-01");
        fails(
                checkout.shell("SECURITY_MAX_AGE_DAYS=30 scripts/security-check.py"),
                "published after 2026-01-01, more than SECURITY_MAX_AGE_DAYS=30 days ago. What to do: run scripts/refresh");
        passes(checkout.shell("SECURITY_MAX_AGE_DAYS=999999 scripts/security-check.py"), "OLD");
        for (var wrong : List.of("nan", "-1", "1.5", "much", "²")) {
            cannotJudge(
                    checkout.shell("SECURITY_MAX_AGE_DAYS='" + wrong + "' scripts/security-check.py"),
                    "SECURITY_MAX_AGE_DAYS is '" + wrong + "', not a whole number from 0");
        }
    }

    @Test
    void aDamagedSnapshotJudgesNothing() throws Exception {
        for (var damaged : List.of(
                "damaged",
                "[]",
                "{\"sources\": [], \"libraries\": {}}",
                "{\"sources\": [], \"libraries\": {\"a.b:fine\": \"nowhere\"}, \"advisories\": []}",
                "{\"sources\": [], \"libraries\": {}, \"advisories\": [{\"id\": \"GHSA-test\"}]}")) {
            checkout.write(SNAPSHOT, damaged);
            cannotJudge(check(), SNAPSHOT + " cannot be read");
        }
        checkout.write(SNAPSHOT, """
                {"sources": [{"name": "test", "what": "", "as_of": "yesterday", "complete": true}],
                 "libraries": {"a.b:fine": "test"}, "advisories": []}
                """);
        cannotJudge(check(), "as_of of test in " + SNAPSHOT + " is no day");
    }

    @Test
    void theSnapshotIsRenewedFromOsvAndKeepsWhatOthersFound() throws Exception {
        snapshot(
                "\"a.b:fine\": \"whole\"",
                String.join(
                        ",",
                        advisory("CVE-known", "found", BEFORE_1_0_1),
                        advisory("CVE-other", "found", "{\"introduced\": \"7\"}"),
                        advisory("GHSA-gone", "osv", BEFORE_1_0_1)));
        var asked = new CopyOnWriteArrayList<String>();
        var answers = Map.of(
                "/v1/querybatch {\"queries\": [{\"package\": {\"ecosystem\": \"Maven\", \"name\": \"a.b:fine\"}}]}",
                "{\"results\": [{\"vulns\": [{\"id\": \"GHSA-new\"}], \"next_page_token\": \"more\"}]}",
                "/v1/querybatch {\"queries\": [{\"package\": {\"ecosystem\": \"Maven\", \"name\": \"a.b:fine\"},"
                        + " \"page_token\": \"more\"}]}",
                "{\"results\": [{\"vulns\": [{\"id\": \"GHSA-withdrawn\"}]}]}",
                "/v1/vulns/GHSA-new ",
                """
                {"id": "GHSA-new", "aliases": ["CVE-known"], "summary": "It leaks", "affected": [
                  {"package": {"ecosystem": "Maven", "name": "a.b:fine"},
                   "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0.9"}, {"last_affected": "1.0"}]},
                              {"type": "GIT", "events": [{"introduced": "0"}]}]},
                  {"package": {"ecosystem": "npm", "name": "fine"}}]}
                """,
                "/v1/vulns/GHSA-withdrawn ",
                """
                {"id": "GHSA-withdrawn", "withdrawn": "2026-01-01T00:00:00Z", "affected": [
                  {"package": {"ecosystem": "Maven", "name": "a.b:fine"}, "versions": ["1.0"]}]}
                """);
        var osv = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        osv.createContext("/", exchange -> answer(exchange, asked, answers));
        osv.start();
        var refresh = "OSV_URL=http://127.0.0.1:" + osv.getAddress().getPort() + " scripts/refresh-advisories.py";
        var run = checkout.shell(refresh);
        osv.stop(0);

        assertThat(run.exit()).as(run.err() + asked).isZero();
        assertThat(run.out()).contains("1 advisories on 1 libraries, and 1 of other sources");
        assertThat(asked).containsExactlyInAnyOrderElementsOf(answers.keySet());
        var whole = Files.readString(checkout.root().resolve(SNAPSHOT));
        assertThat(whole).contains("GHSA-new", "CVE-other").doesNotContain("GHSA-gone", "GHSA-withdrawn", "\"whole\"");
        var renewed = check();
        fails(renewed, "a.b:fine 1.0: GHSA-new It leaks. What to do: replace it");
        assertThat(renewed.out()).contains("0 days ago").doesNotContain("OLD");

        var unreached = checkout.shell(refresh);
        assertThat(unreached.exit()).isEqualTo(2);
        assertThat(unreached.err()).contains("did not answer", "the snapshot stays as it was");
        assertThat(checkout.root().resolve(SNAPSHOT)).hasContent(whole);
    }

    @Test
    void anAnswerThatIsNotOsvsChangesNothing() throws Exception {
        var before = Files.readString(checkout.root().resolve(SNAPSHOT));
        for (var wrong : List.of("nothing", "[]", "{}", "{\"results\": []}", "{\"results\": [{\"vulns\": [{}]}]}")) {
            var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            other.createContext("/", exchange -> send(exchange, 200, wrong));
            other.start();
            var run = checkout.shell(
                    "OSV_URL=http://127.0.0.1:" + other.getAddress().getPort() + " scripts/refresh-advisories.py");
            other.stop(0);

            assertThat(run.exit()).as(wrong + run.err()).isEqualTo(2);
            assertThat(run.err())
                    .contains("refresh-advisories: ", "napshot stays as it was")
                    .doesNotContain("Traceback");
            assertThat(checkout.root().resolve(SNAPSHOT)).hasContent(before);
        }
    }

    private static void answer(HttpExchange exchange, List<String> asked, Map<String, String> answers)
            throws IOException {
        var question = exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(question);
        var answer = answers.get(question);
        send(exchange, answer == null ? 404 : 200, answer == null ? "" : answer);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Test
    void versionsAreOrderedAsMavenDoes() throws Exception {
        try (var pairs = AdvisoriesTest.class.getResourceAsStream("maven-versions.txt")) {
            checkout.write("pairs.txt", new String(requireNonNull(pairs).readAllBytes(), StandardCharsets.UTF_8));
        }

        var run = checkout.shell("""
                cd scripts && python3 -B -c '
                from versions import compare, in_range
                lines = [line.split() for line in open("../pairs.txt") if not line.startswith("#")]
                assert len(lines) > 100
                for one, other, order in lines:
                    for a, b, want in (one, other, int(order)), (other, one, -int(order)):
                        got = compare(a, b)
                        assert (got > 0) - (got < 0) == want, f"{a} {b}: {got}"
                later = [{"introduced": "1.0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"last_affected": "2.1"}]
                versions = ["0.9", "1.0-rc1", "1.0", "1.1", "1.2-rc1", "1.2", "2.0", "2.1", "2.1.1", "2.2"]
                assert [in_range(v, later) for v in versions] == [
                    False, False, True, True, True, False, True, True, False, False]
                assert [in_range(v, later[::-1]) for v in versions] == [in_range(v, later) for v in versions]
                assert in_range("7", [{"introduced": "0"}]) and not in_range("7", [])'
                """);

        assertThat(run.exit()).as(run.err()).isZero();
    }
}
