package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** The scripts behind {@code make eval} and {@code make quality-gate}. */
final class EvalGateTest extends ProgramTest {
    private static final Path SCRIPTS = Path.of("scripts").toAbsolutePath();

    private Path report() {
        return home.resolve("evals/report.json");
    }

    private Finished gate(String failUnder, Path dataset) throws InterruptedException {
        return program()
                .with("ZAVORA_EVAL_BENCH_ITERATIONS", "2")
                .with("ZAVORA_EVAL_FAIL_UNDER", failUnder)
                .shell("'" + SCRIPTS + "/eval-gate' '" + dataset + "' '" + report() + "'");
    }

    private static Path baseline() {
        return Path.of("evals/datasets/retrieval-baseline.v1.json").toAbsolutePath();
    }

    @Test
    void passesAndLeavesItsReport() throws Exception {
        var run = gate("0.90", baseline());

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(Files.readString(report())).contains("\"benchmark_iterations\": 2");
    }

    @Test
    void saysWhatToDoWhenTooFewCasesPass() throws Exception {
        var run = gate("0.99", baseline());

        assertThat(run.exit()).isEqualTo(12);
        assertThat(run.err()).contains("eval-gate: failed", "What to do: ", report().toString());
        assertThat(report()).exists();
    }

    @Test
    void saysWhatToDoWhenNothingCouldBeJudged() throws Exception {
        var missing = gate("0.90", home.resolve("missing.json"));
        var wrong = gate("NaN", baseline());

        assertThat(missing.exit()).isEqualTo(42);
        assertThat(missing.err()).contains("What to do: correct the data set");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("What to do: correct ZAVORA_EVAL_BENCH_ITERATIONS or ZAVORA_EVAL_FAIL_UNDER");
    }

    @Test
    void pointsToAPageThatIsThere() throws IOException {
        assertThat(Files.readString(SCRIPTS.resolve("eval-gate")))
                .contains("docs/evaluation.md, \\\"When the gate fails\\\"");
        assertThat(Files.readString(Path.of("docs/evaluation.md"))).contains("\n## When the gate fails\n");
    }

    private Finished qualityGate(String maven) throws IOException, InterruptedException {
        var scripts = Files.createDirectories(home.resolve("scripts"));
        Files.copy(SCRIPTS.resolve("quality-gate"), scripts.resolve("quality-gate"));
        Files.copy(SCRIPTS.resolve("test-gate"), scripts.resolve("test-gate"));
        for (var stub : new String[][] {{"eval-gate", "exit 0"}, {"mvn", maven}}) {
            var file = Files.writeString(scripts.resolve(stub[0]), "#!/bin/sh\n" + stub[1] + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        return program().shell("scripts/quality-gate");
    }

    @Test
    void testsThatRanAndPassedPass() throws Exception {
        var run = qualityGate("echo '[WARNING] Tests run: 42, Failures: 0, Errors: 0, Skipped: 0'");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("passed, with 42 tests");
    }

    @Test
    void aFilterThatFitsNoTestIsNoPass() throws Exception {
        var run = qualityGate("echo 'BUILD SUCCESS'");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("(0 tests ran)", "What to do: Each of these tests", "target/quality-gate.log");
    }

    @Test
    void testsThatFailedAreNoPass() throws Exception {
        var run = qualityGate("echo '[ERROR] Tests run: 42, Failures: 1'; exit 1");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("[ERROR] Tests run: 42", "(42 tests ran)");
    }
}
