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
        assertThat(run.out()).doesNotContain("passed");
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
        assertThat(run.out()).contains("release-check: passed, all 12 gates, commit ", "make perf-check");
        assertThat(ran().getFirst()).isEqualTo("version-check 1");
        assertThat(ran()).contains("security-check 1").endsWith("reproducible-check 1", "sbom 1", "dist 1");
    }

    @Test
    void aReleaseIsACommit() throws Exception {
        checkout.write("new.txt", "");

        var dirty = checkout.shell("scripts/gates release-check");
        assertThat(dirty.exit()).isEqualTo(2);
        assertThat(dirty.err()).contains("?? new.txt", "What to do: commit what belongs to the release");

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
    void anotherChainIsNotKnown() throws Exception {
        var run = checkout.shell("scripts/gates everything");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("usage: scripts/gates ci | release-check");
    }
}
