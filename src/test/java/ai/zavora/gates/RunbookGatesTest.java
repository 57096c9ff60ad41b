package ai.zavora.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the gates of the operators' page for real, in a clone of the last commit.
 *
 * <p>Two things differ from what an operator does. The suite within {@code make release-check} is narrowed to one package,
 * in a file of the clone that Maven reads: this test is a part of that suite. And the thresholds of {@code make
 * perf-check} are lifted, since this machine is busy with tests; that they are judged is shown elsewhere.
 */
@Tag("long")
@Timeout(7200)
final class RunbookGatesTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @TempDir
    private Path folder;

    static List<String> gates() throws IOException {
        return Page.read(PROJECT.resolve("docs/operations.md"))
                .blocks("bash")
                .filter(block -> block.startsWith("make "))
                .toList();
    }

    private Launcher person(Path clone) {
        var launcher = Launcher.in(clone)
                .with("HOME", Optional.ofNullable(System.getenv("HOME")).orElseThrow())
                .withPatience(Duration.ofHours(1));
        for (var target : List.of("HEALTH_P95_TARGET_MS", "A2A_P95_TARGET_MS", "EVAL_P95_TARGET_MS")) {
            launcher.with("PERF_" + target, "60000");
        }
        for (var inherited : List.of("MAVEN_REPO", "JAVA_HOME", "ZAVORA_JAVA_HOME")) {
            Optional.ofNullable(System.getenv(inherited)).ifPresent(value -> launcher.with(inherited, value));
        }
        return launcher;
    }

    private static Finished succeeds(Finished run) {
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        return run;
    }

    /** A clone of the last commit, with a commit on top that docs/release.md asks for before a release. */
    private Path cloneForRelease() throws IOException, InterruptedException {
        var clone = folder.resolve("clone");
        succeeds(person(folder).shell("git clone -q '" + PROJECT + "' '" + clone + "'"));
        var log = clone.resolve("CHANGELOG.md");
        var version =
                Files.readString(clone.resolve("pom.xml")).replaceAll("(?s).*?<version>([^<]+)</version>.*", "$1");
        Files.writeString(
                log,
                Files.readString(log)
                        .replaceFirst("## Unreleased\n", "## Unreleased\n\n## " + version + " - 2026-01-01\n"));
        Files.createDirectories(clone.resolve(".mvn"));
        Files.writeString(clone.resolve(".mvn/maven.config"), "-Dtest=ai.zavora.base.text.**\n");
        succeeds(person(clone)
                .shell("git -c user.name=test -c user.email=test@localhost add -A"
                        + " && git -c user.name=test -c user.email=test@localhost commit -qm 'Prepare a release'"));
        return clone;
    }

    @ParameterizedTest
    @MethodSource("gates")
    void everyGatePassesOnARelease(String block) throws Exception {
        assumeTrue(Files.exists(PROJECT.resolve(".git")), "there is no history to clone");
        var clone = cloneForRelease();

        var run = succeeds(person(clone).shell("set -e\n" + block));

        if (block.contains("make release-check")) {
            assertThat(run.out()).containsPattern("release-check: passed, all \\d+ gates");
            assertThat(clone.resolve("target/dist/SHA256SUMS")).isNotEmptyFile();
        }
        if (block.contains("make perf-check")) {
            assertThat(clone.resolve(".zavora/perf/latest.json")).content().contains("\"passed\": true");
        }
        if (block.contains("make security-check")) {
            assertThat(run.out()).contains("security-check: passed");
        }
        if (block.contains("make quality-gate")) {
            assertThat(run.out()).containsPattern("quality-gate: passed, with \\d+ tests");
            assertThat(clone.resolve(".zavora/evals/ci-gate.json")).isNotEmptyFile();
        }
    }
}
