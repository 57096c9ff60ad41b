package ai.zavora.gates;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.GateCheckout;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gates that are Maven's, those that consist of tests, and that of shell scripts, each with what it must not pass. */
final class BrokenGatesTest {
    @TempDir
    private Path folder;

    private GateCheckout checkout;

    @BeforeEach
    void makeCheckout() throws Exception {
        checkout = GateCheckout.in(folder);
        checkout.copy("Makefile");
        checkout.copy("zavora-cli");
        checkout.copy(".ci/run");
        checkout.script("scripts/build", "");
        checkout.script("scripts/mvn", "echo '[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0'");
    }

    private Finished make(String gate) throws InterruptedException {
        return checkout.shell("make --no-print-directory " + gate);
    }

    private static void fails(Finished run, String... words) {
        assertThat(run.exit()).as(run.out() + run.err()).isNotZero();
        assertThat(run.out() + run.err()).contains(words).doesNotContain("passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fmt-check", "lint", "test"})
    void whatMavenRefusesIsNotPassed(String gate) throws Exception {
        assertThat(make(gate).exit()).isZero();

        checkout.script("scripts/mvn", "echo '[ERROR] Wrong.java: no' >&2; exit 1");

        fails(make(gate), "Wrong.java: no");
    }

    @Test
    void aShellScriptThatDoesNotParseIsTold() throws Exception {
        checkout.script("scripts/odd", "if true; then");

        fails(make("lint"), "these do not parse as POSIX sh: scripts/odd", "What to do: correct");
    }

    @ParameterizedTest
    @CsvSource({"docs-check, correct the page", "wiring-check, write a test"})
    void aGateOfTestsTellsWhatFailedAndWhatToDo(String gate, String advice) throws Exception {
        var passed = make(gate);
        assertThat(passed.exit()).as(passed.err()).isZero();
        assertThat(passed.out()).contains(gate + ": passed, with 3 tests");

        checkout.script("scripts/mvn", """
                echo '[ERROR] Failures:'
                echo '[ERROR]   PageTest.namesWhatThereIs:23 nothing is named --teleport'
                echo '[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0'
                exit 1""");

        fails(make(gate), "nothing is named --teleport", gate + ": failed (3 tests ran)", "What to do: " + advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs-check", "wiring-check"})
    void aGateWhoseTestsAreGoneIsNotPassed(String gate) throws Exception {
        checkout.script("scripts/mvn", "");

        fails(make(gate), gate + ": failed (0 tests ran)");
    }

    @Test
    void anArchiveThatIsNotThereIsNotChecked() throws Exception {
        fails(make("dist-check"), "dist-check: there is no archive in target/dist", "What to do: make dist");
    }

    @Test
    void anArchiveWhoseTestsFailIsNotPassed() throws Exception {
        checkout.write("target/dist/zavora-cli.tar.gz", "");
        assertThat(make("dist-check").exit()).isZero();

        checkout.script("scripts/mvn", "echo '[ERROR] ArchiveTest.answers: no' >&2; exit 1");

        fails(make("dist-check"), "ArchiveTest.answers: no");
    }
}
