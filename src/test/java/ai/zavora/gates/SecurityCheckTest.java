package ai.zavora.gates;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.GateCheckout;
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
        assertThat(run.out())
                .contains("1 libraries of the program", "known until 2026-01-01")
                .doesNotContain("differs");
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
