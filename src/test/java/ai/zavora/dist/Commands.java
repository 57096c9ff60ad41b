package ai.zavora.dist;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import java.nio.file.Path;
import java.time.Duration;

/** Commands of the machine that these tests build and unpack with. */
final class Commands {
    /** The checkout. */
    static final Path PROJECT = Path.of("").toAbsolutePath();

    private Commands() {}

    /**
     * Runs a script of bash in a folder; what the build needs of the caller's environment it has.
     *
     * @return its standard output
     * @throws AssertionError when it fails
     */
    static String in(Path folder, String script) throws InterruptedException {
        var launcher = Launcher.in(folder)
                .with("HOME", System.getProperty("user.home"))
                .with("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"))
                .with("ZAVORA_JAVA_HOME", System.getProperty("java.home"))
                .with("PROJECT", PROJECT.toString())
                .withPatience(Duration.ofMinutes(20));
        var repository = System.getenv("MAVEN_REPO");
        var run = (repository == null ? launcher : launcher.with("MAVEN_REPO", repository)).shell("set -e; " + script);
        assertThat(run.exit()).as(script + "\n" + run.out() + run.err()).isZero();
        return run.out();
    }
}
