package ai.zavora.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An installed launcher around a tiny program: finding itself, finding a JDK, passing everything through. */
final class LauncherTest {
    private static final Path NO_JAVA = Path.of("no java");

    @TempDir
    private static Path shared;

    private static Path installation;

    @TempDir
    private Path folder;

    @BeforeAll
    static void install() throws Exception {
        installation = TinyCheckout.in(shared).install(shared.resolve("in stalled"));
    }

    @Test
    void startsFromAnyFolderAndThroughLinks() throws Exception {
        Path links = Files.createDirectories(shared.resolve("links/b in"));
        Path absolute = Files.createSymbolicLink(links.resolve("absolute"), launcher());
        Path relative = Files.createSymbolicLink(links.resolve("relative"), Path.of("../b in/absolute"));

        assertThat(shell().run(launcher()).out()).isEqualTo("v1\n");
        assertThat(shell().run(absolute).out()).isEqualTo("v1\n");
        assertThat(shell().run(relative).out()).isEqualTo("v1\n");
        assertThat(new Shell(links).run("./relative").out()).isEqualTo("v1\n");
        assertThat(new Shell(links).run("sh", "relative").out()).isEqualTo("v1\n");
        Shell onPath = new Shell(Path.of("/")).with("PATH", links + ":/usr/bin:/bin");
        assertThat(onPath.run("sh", "-c", "relative").out()).isEqualTo("v1\n");
    }

    @Test
    void passesArgumentsUnchangedInEveryLocale() throws Exception {
        String expected = "v1\n[args]\n[two words]\n[]\n[*]\n[\"$HOME'`]\n[日本 é]\n[a\nb]\n";
        for (String locale : new String[] {"C", "POSIX", "xx_XX.UTF-8", "xx_XX", "xx_XX.ISO-8859-1", "C.UTF-8", ""}) {
            Finished run = shell().with("LC_ALL", locale)
                    .run(launcher(), "args", "two words", "", "*", "\"$HOME'`", "日本 é", "a\nb");
            assertThat(run.out()).as("LC_ALL=%s", locale).isEqualTo(expected);
        }
    }

    @Test
    void refusesAFolderThatIsGone() throws Exception {
        Finished run =
                shell().run("sh", "-c", "mkdir gone && cd gone && rmdir ../gone && exec '" + launcher() + "' args");

        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.err())
                .contains("[INPUT] the working folder does not exist any more\nHint: ")
                .doesNotContain("\tat ");
    }

    @Test
    void passesInputAndExitCodeThrough() throws Exception {
        assertThat(shell().runWithInput("ünï\n", launcher(), "cat").out()).isEqualTo("v1\nünï\n");
        assertThat(shell().run(launcher(), "exit", "42").exit()).isEqualTo(42);
    }

    @Test
    void isReplacedByTheProgramSoThatSignalsReachIt() throws Exception {
        Path out = folder.resolve("out");
        Process process = shell().start(out, folder.resolve("err"), launcher(), "cat");
        while (!Files.readString(out).contains("v1")) {
            assertThat(process.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(process.toHandle().children()).isEmpty();
        process.toHandle().destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }

    @Test
    void answersVersionAndHelpWithoutAJvm() throws Exception {
        Shell noJvm = shell().with("ZAVORA_JAVA_HOME", NO_JAVA.toString());

        assertThat(noJvm.run(launcher(), "--version")).isEqualTo(new Finished(0, "zavora-cli 9.9.9\n", ""));
        assertThat(noJvm.run(launcher(), "--help")).isEqualTo(new Finished(0, "help of all\n", ""));
        assertThat(noJvm.run(launcher(), "-h")).isEqualTo(new Finished(0, "help of all\n", ""));
        assertThat(noJvm.run(launcher(), "models", "--help")).isEqualTo(new Finished(0, "help of models\n", ""));
        assertThat(noJvm.run(launcher(), "profiles", "show", "--help"))
                .isEqualTo(new Finished(0, "help of profiles show\n", ""));
    }

    @Test
    void leavesEveryOtherUseOfHelpToTheProgram() throws Exception {
        assertThat(shell().run(launcher(), "ask", "models", "--help").out()).isEqualTo("v1\n");
        assertThat(shell().run(launcher(), "--model", "models", "--help").out()).isEqualTo("v1\n");
        assertThat(shell().run(launcher(), "../help/models", "--help").out()).isEqualTo("v1\n");
        assertThat(shell().run(launcher(), "", "--help").out()).isEqualTo("v1\n");
        assertThat(shell().run(launcher(), "args", "--version").out()).isEqualTo("v1\n[args]\n[--version]\n");
    }

    @Test
    void saysNothingOnStandardErrorWhateverTheEnvironmentTellsTheJvm() throws Exception {
        Finished run = shell().with("JAVA_TOOL_OPTIONS", "-Da=b")
                .with("_JAVA_OPTIONS", "-Xmx64m")
                .with("JDK_JAVA_OPTIONS", "-Dc=d")
                .with("CLASSPATH", "/nowhere.jar")
                .run(launcher(), "env", "ZAVORA_INHERITED_JAVA_TOOL_OPTIONS");

        assertThat(run).isEqualTo(new Finished(0, "v1\n-Da=b\n", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "-Xmx512m, ask about my sessions and migrate doctor --repair",
        "-Xmx512m, ask how they serve",
        "-Xmx512m, doctor --json",
        "-Xmx1280m, doctor --full",
        "-Xmx512m, doctor -- --repair",
        "-Xmx512m, '--profile work chat'",
        "-Xmx1280m, doctor --json --repair",
        "-Xmx1280m, --repair doctor",
        "-Xmx512m, --repair ask doctor",
        "-Xmx1280m, --session-backend sqlite sessions search ask",
        "-Xmx1280m, migrate"
    })
    void givesTheHeapThatTheCommandNeeds(String heap, String line) throws Exception {
        var words = new ArrayList<Object>(List.of(launcher()));
        words.addAll(List.of(line.split(" ")));

        assertThat(shell().with("TELL_HEAP", "yes").run(words.toArray()).out()).isEqualTo("v1\n" + heap + "\n");
    }

    @Test
    void skipsAnOldJavaHomeAndNamesAWrongZavoraJavaHome() throws Exception {
        Path old = Files.createDirectories(folder.resolve("jdk 17/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
        Files.writeString(old.resolve("bin/java"), "#!/bin/sh\necho old\n");
        Files.setPosixFilePermissions(old.resolve("bin/java"), PosixFilePermissions.fromString("rwxr-xr-x"));

        Shell shell = shell().with("JAVA_HOME", old.toString()).with("PATH", old.resolve("bin") + ":/usr/bin:/bin");
        assertThat(shell.run(launcher()).out()).isEqualTo("v1\n");

        Finished wrong = shell.with("ZAVORA_JAVA_HOME", old.toString()).run(launcher());
        assertThat(wrong.exit()).isEqualTo(70);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err())
                .isEqualTo("[INTERNAL] ZAVORA_JAVA_HOME is " + old + ", and that is not a JDK 25 or newer\n"
                        + "Hint: Point it at one, or unset it to let zavora-cli look for one itself.\n");
    }

    @Test
    void saysHowToGetAJdkWhenThereIsNone() throws Exception {
        Path copy = copyOfInstallation();
        Path finder = TinyCheckout.program(copy).resolve("launch.sh");
        String script = Files.readString(finder);
        String demanding = script.replace("-ge 25 ]", "-ge 9925 ]");
        assertThat(demanding).isNotEqualTo(script);
        Files.writeString(finder, demanding);

        Finished run = shell().run(copy.resolve("zavora-cli"));

        assertThat(run.exit()).isEqualTo(70);
        assertThat(run.err()).startsWith("[INTERNAL] no JDK 25 or newer was found\nHint: Install one");
    }

    @Test
    void worksInAFolderItMayNotWriteTo() throws Exception {
        Path copy = copyOfInstallation();
        shell().run("chmod", "-R", "a-w,a+rX", folder);
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root) {
            // Permissions do not bind root: become somebody else.
            assumeThat(shell().run("setpriv", "--version").exit()).isZero();
        }
        Finished run = root
                ? new Shell(Path.of("/")).run("setpriv", "--reuid=65534", "--clear-groups", copy.resolve("zavora-cli"))
                : shell().run(copy.resolve("zavora-cli"));
        shell().run("chmod", "-R", "u+w", folder);

        assertThat(run).isEqualTo(new Finished(0, "v1\n", ""));
    }

    @Test
    void saysSoWhenTheInstallationIsIncomplete() throws Exception {
        Path lone = Files.copy(launcher(), folder.resolve("zavora-cli"));

        Finished run = shell().run("sh", lone);

        assertThat(run.exit()).isEqualTo(70);
        assertThat(run.err()).startsWith("[INTERNAL] the installation in " + folder + " is incomplete\nHint: ");
    }

    private Path copyOfInstallation() throws IOException, InterruptedException {
        assertThat(shell().run("cp", "-Rp", installation, folder.resolve("copy"))
                        .exit())
                .isZero();
        return folder.resolve("copy");
    }

    private static Path launcher() {
        return installation.resolve("zavora-cli");
    }

    private Shell shell() {
        return new Shell(folder);
    }
}
