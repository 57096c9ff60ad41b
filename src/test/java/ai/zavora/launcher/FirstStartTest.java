package ai.zavora.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkout builds itself when it is started: once, visibly, and again when its sources have changed. */
final class FirstStartTest {
    @TempDir
    private Path folder;

    private TinyCheckout checkout;

    @BeforeEach
    void layDown() throws Exception {
        checkout = TinyCheckout.in(folder).withoutCaches();
    }

    @Test
    void buildsOnFirstUseAndSaysSoOnStandardErrorOnly() throws Exception {
        Finished first = start();
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo("v1\n");
        assertThat(first.err()).contains("zavora-cli: building with ").endsWith("zavora-cli: built\n");

        assertThat(start()).isEqualTo(new Finished(0, "v1\n", ""));
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenSourcesAreNewer() throws Exception {
        start();
        checkout.nextBuildSays("v2");
        checkout.touchSources();

        assertThat(start().out()).isEqualTo("v2\n");
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void buildsNothingWhenToldNotTo() throws Exception {
        Shell never = checkout.shell().with("ZAVORA_BUILD", "never");
        Finished none = never.run(checkout.launcher());
        assertThat(none.exit()).isEqualTo(70);
        assertThat(none.err()).startsWith("[INTERNAL] nothing is built in " + checkout.root() + "\nHint: ");

        start();
        checkout.touchSources();
        assertThat(never.run(checkout.launcher())).isEqualTo(new Finished(0, "v1\n", ""));
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void twoFirstStartsAtOnceBuildOnce() throws Exception {
        Process one = startInBackground("one");
        Process two = startInBackground("two");

        assertThat(collect(one, "one").out()).isEqualTo("v1\n");
        assertThat(collect(two, "two").out()).isEqualTo("v1\n");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void takesOverTheLockOfABuildThatDied() throws Exception {
        Path lock = Files.createDirectories(checkout.root().resolve("target/build.lock"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

        assertThat(start().out()).isEqualTo("v1\n");
        assertThat(lock).doesNotExist();
    }

    @Test
    void showsWhyABuildFailed() throws Exception {
        checkout.breakBuild();

        Finished failed = start();

        assertThat(failed.exit()).isEqualTo(70);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .contains("[ERROR] Main.java:[1,1] not a statement\n")
                .contains("[INTERNAL] the build failed\nHint: Read ");
        assertThat(checkout.root().resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        // A PATH with everything the scripts need but Maven.
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : "sh find readlink dirname cat mkdir rm mv sleep head uname".split(" ")) {
            Path script = Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        Finished run = checkout.shell().with("PATH", bin.toString()).run(checkout.launcher());

        assertThat(run.exit()).isEqualTo(70);
        assertThat(run.err()).startsWith("[INTERNAL] Maven is not installed").contains("Hint: Install it");
    }

    private Finished start() throws Exception {
        return checkout.shell().run(checkout.launcher());
    }

    private Process startInBackground(String name) throws Exception {
        return checkout.shell()
                .start(folder.resolve(name + ".out"), folder.resolve(name + ".err"), checkout.launcher());
    }

    private Finished collect(Process process, String name) throws Exception {
        return Shell.finish(process, folder.resolve(name + ".out"), folder.resolve(name + ".err"));
    }
}
