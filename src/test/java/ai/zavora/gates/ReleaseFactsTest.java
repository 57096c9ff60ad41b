package ai.zavora.gates;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.GateCheckout;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gates behind {@code make version-check}, {@code make sbom} and {@code make reproducible-check}. */
final class ReleaseFactsTest {
    @TempDir
    private Path folder;

    private GateCheckout checkout;

    @BeforeEach
    void makeCheckout() throws Exception {
        checkout = GateCheckout.in(folder);
    }

    private static void passes(Finished run) {
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains(": passed");
    }

    private static void ends(Finished run, int exit, String... words) {
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(exit);
        assertThat(run.err()).contains(words).doesNotContain("Traceback");
        assertThat(run.out()).doesNotContain(": passed");
    }

    private Finished versions(String pom, String log, String program) throws Exception {
        checkout.write(
                "pom.xml",
                "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><version>" + pom + "</version></project>");
        checkout.write("CHANGELOG.md", "# Changelog\n\n" + log);
        checkout.script("zavora-cli", "echo zavora-cli " + program);
        return checkout.shell("scripts/version-check.py");
    }

    @Test
    void versionsHaveToAgree() throws Exception {
        passes(versions("1.2.0", "## Unreleased\n\n## 1.2.0 - 2026-01-01\n\n- A thing.\n", "1.2.0"));
        ends(
                versions("1.3.0", "## Unreleased\n\n### Added\n\n- New.\n\n## 1.2.0\n\n- Old.\n", "1.2.0"),
                1,
                "CHANGELOG.md still has entries under Unreleased. What to do: move them to a section '## 1.3.0'",
                "CHANGELOG.md has 1.2.0 where pom.xml has 1.3.0",
                "./zavora-cli --version says 1.2.0 where pom.xml has 1.3.0. What to do: make build");
        ends(versions("1.2.0", "## 1.2.0\n\n### Added\n", "1.2.0"), 1, "CHANGELOG.md says nothing under 1.2.0");
        ends(versions("1.2.0-SNAPSHOT", "", "1.2.0-SNAPSHOT"), 1, "1.2.0-SNAPSHOT, which is no release");
    }

    @Test
    void aVersionIsReleasedOnce() throws Exception {
        checkout.git("tag v1.2.0");
        passes(versions("1.2.0", "## 1.2.0\n\n- A thing.\n", "1.2.0"));
        checkout.commit("Go on");

        ends(checkout.shell("scripts/version-check.py"), 1, "v1.2.0 is tagged already", "raise the version in pom.xml");
    }

    @Test
    void aProgramThatDoesNotStartHasNoVersion() throws Exception {
        versions("1.2.0", "", "1.2.0");
        checkout.script("zavora-cli", "echo broken >&2; exit 70");

        ends(checkout.shell("scripts/version-check.py"), 2, "ended with 70: broken\nWhat to do: make build");
    }

    private Finished parts(String components) throws Exception {
        checkout.write("target/bom.json", """
                {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [%s]}
                """.formatted(components));
        return checkout.shell("scripts/sbom-check.py");
    }

    private static String part(String name, String version, String algorithm) {
        return """
                {"group": "a.b", "name": "%s", "version": "%s", "hashes": [{"alg": "%s", "content": "00"}]}
                """.formatted(name, version, algorithm);
    }

    @Test
    void theListOfPartsHasThePartsOfTheProgramAndNoOthers() throws Exception {
        passes(parts(part("fine", "1.0", "SHA-256")));
        ends(parts(""), 1, "a.b:fine 1.0 is not in it", "What to do: ");
        ends(parts(part("fine", "1.1", "SHA-256")), 1, "a.b:fine is 1.1 in it and 1.0 in the program");
        ends(parts(part("fine", "1.0", "MD5")), 1, "a.b:fine has no SHA-256");
        ends(
                parts(part("fine", "1.0", "SHA-256") + "," + part("other", "2", "SHA-256")),
                1,
                "a.b:other 2 is no library of the program");
        checkout.write("target/bom.json", "damaged");
        ends(checkout.shell("scripts/sbom-check.py"), 2, "bom.json cannot be read", "Run make sbom.");
    }

    private Finished builds(String content) throws Exception {
        checkout.script("scripts/mvn", """
                set -e
                mkdir -p target/content
                %s >target/content/built.txt
                "$ZAVORA_JAVA_HOME/bin/jar" --create --file target/zavora-cli-1.0.jar --no-manifest \\
                    --date 2026-01-01T00:00:00Z -C target/content .""".formatted(content));
        return packs("true");
    }

    private Finished packs(String content) throws Exception {
        checkout.script("scripts/dist", """
                set -e
                mkdir -p target/dist/archive
                %s >target/dist/archive/packed.txt
                echo '{}' >target/dist/archive.cdx.json
                tar -C target/dist --mtime=@0 --mode=u=rwX,go=rX -cf - archive | gzip -n >target/dist/archive.tar.gz""".formatted(content));
        checkout.commit("Change the build");
        return checkout.shell("scripts/reproducible-check");
    }

    @Test
    void twoBuildsOfACommitAreTheSame() throws Exception {
        var same = builds("echo always the same");
        passes(same);
        assertThat(same.out())
                .containsPattern("[0-9a-f]{64}  zavora-cli-1.0.jar")
                .containsPattern("[0-9a-f]{64}  archive.tar.gz");

        ends(packs("echo $TZ"), 1, "packed.txt differ", "archive.tar.gz is not the same in two builds", "What to do: ");
        ends(builds("pwd"), 1, "built.txt differ", "zavora-cli-1.0.jar is not the same in two builds", "What to do: ");
    }

    @Test
    void whatIsNotCommittedIsNotBuilt() throws Exception {
        checkout.write("target/needed.txt", "");

        ends(builds("cat target/needed.txt"), 1, "does not build", "What to do: ");

        checkout.shell("rm -rf .git");
        ends(checkout.shell("scripts/reproducible-check"), 2, "is no git checkout", "What to do: run it in a clone");
    }
}
