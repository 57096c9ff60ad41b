package ai.zavora.gates;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.GateCheckout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chains behind {@code make ci} and {@code make release-check}, with gates that only say that they ran. */
final class GateChainTest {
    private static final List<String> CI = List.of(
            "fmt-check", "check", "lint", "test", "wiring-check", "docs-check", "quality-gate", "security-check");

    @TempDir
    private Path folder;

    private GateCheckout checkout;

    @BeforeEach
    void makeCheckout() throws Exception {
        checkout = GateCheckout.in(folder);
        gatesDo("@:");
    }

    /** Every gate does the same and leaves its name in a file that git ignores. */
    private void gatesDo(String command) throws Exception {
        checkout.write("Makefile", """
                %%:
                	@mkdir -p target
                	@echo $@ $(SECURITY_REQUIRE_AUDIT) >>target/ran
                	%s
                """.formatted(command));
        checkout.commit("Change the gates");
    }

    private List<String> ran() throws Exception {
        return Files.readAllLines(checkout.root().resolve("target/ran")).stream()
                .map(String::strip)
                .toList();
    }

    @Test
    void ciRunsItsGatesInOrder() throws Exception {
        var run = checkout.shell("scripts/gates ci");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("ci: gate 1 of 8: make fmt-check", "ci: passed, all 8 gates");
        assertThat(ran()).containsExactlyElementsOf(CI);
    }

    @Test
    void theFirstGateThatFailsEndsTheChainAndIsNamed() throws Exception {
        gatesDo("@test $@ != lint");

        var run = checkout.shell("scripts/gates ci");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("ci: gate 3 of 8, make lint, failed", "What to do: correct what", "Then make ci again");
        assertThat(run.out()).doesNotContain("ci: passed");
        assertThat(ran()).containsExactlyElementsOf(CI.subList(0, 3));
    }

    @Test
    void ciTellsThatTheWorkingTreeDiffers() throws Exception {
        checkout.write("new.txt", "");

        var run = checkout.shell("scripts/gates ci");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("ci: the working tree differs from the last commit; it is judged as it is");
    }

    @Test
    void aReleaseHasMoreGatesAndNeedsTheAudit() throws Exception {
        var run = checkout.shell("scripts/gates release-check");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("release-check: passed, all 13 gates, commit ", "make perf-check");
        assertThat(ran().getFirst()).isEqualTo("version-check 1");
        assertThat(ran())
                .contains("security-check 1")
                .endsWith("reproducible-check 1", "sbom 1", "dist 1", "dist-check 1");
    }

    @Test
    void aReleaseIsACommit() throws Exception {
        checkout.write("new.txt", "");

        var dirty = checkout.shell("scripts/gates release-check");
        assertThat(dirty.exit()).isEqualTo(2);
        assertThat(dirty.err()).contains("new.txt", "What to do: commit what belongs to the release");

        checkout.shell("rm -rf .git");
        var unpacked = checkout.shell("scripts/gates release-check");
        assertThat(unpacked.exit()).isEqualTo(2);
        assertThat(unpacked.err()).contains("no git checkout with a commit", "What to do: run it in a clone");
        assertThat(checkout.root().resolve("target/ran")).doesNotExist();
    }

    @Test
    void aCheckoutThatAGateChangesIsNoRelease() throws Exception {
        gatesDo("@touch new.txt");

        var run = checkout.shell("scripts/gates release-check");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("the checkout changed while the gates ran");
    }

    @Test
    void theTimeOfEachGateIsTold() throws Exception {
        gatesDo("@test $@ != lint");

        var run = checkout.shell("scripts/gates ci");

        assertThat(run.out())
                .containsPattern("ci: gate +verdict +seconds\n")
                .containsPattern("ci: check +passed +[0-9]+\\.[0-9]\n")
                .containsPattern("ci: lint +FAILED +[0-9]+\\.[0-9]\n")
                .containsPattern("ci: test +not run +-\n")
                .containsPattern("ci: all +[0-9]+\\.[0-9]\n");
    }

    @Test
    void toldToEndItEndsTheGateThatRuns() throws Exception {
        gatesDo("@echo $$$$ >target/gate; exec sleep 1000");

        var run = checkout.shell("""
                scripts/gates ci &
                chain=$!
                until [ -s target/gate ]; do kill -0 $chain || exit 1; sleep 0.05; done
                gate=$(cat target/gate)
                kill -TERM $chain
                wait $chain
                code=$?
                ! kill -0 $gate 2>/dev/null || echo "the gate still runs"
                exit $code
                """);

        assertThat(run.exit()).as(run.err()).isEqualTo(143);
        assertThat(run.err()).contains("ci: told to end");
        assertThat(run.out())
                .containsPattern("ci: fmt-check +ended ")
                .containsPattern("ci: check +not run ")
                .doesNotContain("still runs", "passed");
        assertThat(ran()).containsExactly("fmt-check");
    }

    @Test
    void oneChainAtATimeInACheckout() throws Exception {
        gatesDo("@if [ -z \"$$SECOND\" ]; then SECOND=1 scripts/gates ci; test $$? = 2; fi");

        var run = checkout.shell("scripts/gates ci");

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.err()).contains("Another chain of gates runs in this checkout (gates, process ");
        assertThat(ran()).containsExactlyElementsOf(CI);
    }

    @Test
    void whatKeepsItFromBeginningIsSaid() throws Exception {
        checkout.write("target", "no folder");
        var unwritable = checkout.shell("scripts/gates ci");
        assertThat(unwritable.exit()).isEqualTo(2);
        assertThat(unwritable.err())
                .contains("target")
                .contains("cannot be written")
                .doesNotContain("Traceback");

        checkout.shell("rm target");
        var without = checkout.shell("MAKE=/nowhere/make scripts/gates ci");
        assertThat(without.exit()).isEqualTo(2);
        assertThat(without.err())
                .contains("/nowhere/make cannot be started", "Install make")
                .doesNotContain("Traceback");
    }

    @Test
    void ciNeedsNoCheckout() throws Exception {
        checkout.shell("rm -rf .git");

        var run = checkout.shell("scripts/gates ci");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("ci: passed, all 8 gates").doesNotContain("differs");
    }

    @Test
    void anotherChainIsNotKnown() throws Exception {
        var run = checkout.shell("scripts/gates everything");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("usage: scripts/gates ci | release-check");
    }
}
