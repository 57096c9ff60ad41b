package ai.zavora.gates;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.GateCheckout;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate behind {@code make check}, with a Maven that does what a test says. */
final class CompileCheckTest {
    @TempDir
    private Path folder;

    private GateCheckout checkout;

    @BeforeEach
    void makeCheckout() throws Exception {
        checkout = GateCheckout.in(folder);
        maven("");
    }

    /** The scripts in Java as they are take longer to compile than all else that is checked. */
    private void oneSmallScript() throws Exception {
        checkout.shell("rm scripts/*.java");
        checkout.write("scripts/Small.java", "final class Small {}");
    }

    /** Maven that does that at each call, compiles nothing, and hands out an empty class path. */
    private void maven(String command) throws Exception {
        checkout.script("scripts/mvn", """
                mkdir -p target/classes
                for argument in "$@"; do
                    case $argument in -Dmdep.outputFile=*) : >"${argument#*=}" ;; esac
                done
                """ + command);
    }

    private Finished check() throws InterruptedException {
        return checkout.shell("scripts/check");
    }

    private static void fails(Finished run, String... words) {
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.err()).contains(words).contains("What to do: correct what is said above");
        assertThat(run.out()).doesNotContain("passed");
    }

    @Test
    void whatCompilesPasses() throws Exception {
        // the only one that needs classes of the program
        checkout.shell("rm scripts/AppendLoop.java");
        checkout.write("src/jmh/java/Bench.java", "final class Bench {}");

        var run = check();

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("check: passed");
    }

    @Test
    void aProgramThatDoesNotCompileIsTold() throws Exception {
        oneSmallScript();
        maven("echo '[ERROR] Wrong.java:[1,1] no' >&2; exit 1");

        fails(check(), "Wrong.java:[1,1] no", "check: the program or its tests do not compile");
    }

    @Test
    void aJavaScriptWithAWarningIsTold() throws Exception {
        oneSmallScript();
        checkout.write("scripts/Odd.java", "final class Odd { java.util.List raw; }");

        fails(check(), "scripts/Odd.java:1", "check: a Java script does not compile");
    }

    @Test
    void aBenchmarkThatDoesNotCompileIsTold() throws Exception {
        oneSmallScript();
        checkout.write("src/jmh/java/Bench.java", "final class Bench { int a = \"\"; }");

        fails(check(), "Bench.java:1", "check: a benchmark does not compile");

        maven("case \" $* \" in *' -Pjmh '*) exit 1 ;; esac");
        fails(check(), "check: the libraries of the benchmarks are missing");
    }

    @Test
    void aPythonScriptThatDoesNotCompileIsTold() throws Exception {
        oneSmallScript();
        checkout.write("scripts/odd.py", "if True print()\n");
        fails(check(), "SyntaxError", "check: scripts/odd.py does not compile");

        // a warning counts, and so does a script whose name does not say what it is
        checkout.write("scripts/odd.py", "");
        checkout.write("scripts/odd", "#!/usr/bin/env python3\nassert (1, 'always')\n");
        fails(check(), "assertion is always true", "check: scripts/odd does not compile");
    }
}
