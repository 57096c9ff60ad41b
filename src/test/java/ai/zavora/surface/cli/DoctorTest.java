package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.diagnosis.Thoroughness;
import ai.zavora.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
    @TempDir
    Path folder;

    private final FakeServices services = new FakeServices();

    private CliRun run(String... arguments) {
        return CliRun.in(folder)
                .services(services)
                .env("OPENAI_API_KEY", "sk-hidden-key")
                .run(arguments);
    }

    private CliRun inFormat(String format, String... arguments) {
        return CliRun.in(folder)
                .services(services)
                .env("ZAVORA_OUTPUT_FORMAT", format)
                .run(arguments);
    }

    private void findSomething() {
        services.findings.add(Finding.ok("runtime", "java", "25"));
        services.findings.add(Finding.warn("providers", "model", "none is configured", "Run 'zavora-cli setup'."));
        services.findings.add(Finding.fail(
                new Finding.Place("sessions", "database"),
                ErrorKind.SESSION,
                "damaged \u001b[31m",
                "Restore a backup."));
        services.findings.add(Finding.fail(
                new Finding.Place("providers", "openai probe"), ErrorKind.PROVIDER, "refused", "Check the key."));
    }

    private String withoutFolder(String text) {
        return text.replace(folder.toAbsolutePath().toString(), "FOLDER");
    }

    @Test
    void tellsFindingsByAreaAndEndsWithTheFirstFailure() {
        findSomething();
        var run = run("doctor");

        assertThat(run.exitCode()).isEqualTo(11);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).doesNotContain("sk-hidden-key", "\u001b");
        Golden.check(DoctorTest.class, "doctor.txt", withoutFolder(run.out()));
        assertThat(services.diagnoses).containsExactly(Set.of());
    }

    @Test
    void tellsTheSameAsJson() throws JsonException {
        findSomething();
        var run = run("doctor", "--json");

        assertThat(run.exitCode()).isEqualTo(11);
        Golden.check(DoctorTest.class, "doctor.json", withoutFolder(run.out()));
        assertThat(Json.parseObject(run.out()).bool("healthy")).contains(false);
    }

    @Test
    void warningsAreHealthy() {
        services.findings.add(Finding.warn("providers", "model", "none", "Do something."));
        var run = run("doctor", "--offline");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("Healthy: 0 failures, 1 warning.\n");
    }

    @Test
    void goesOnWhereTheSettingsAreBroken() throws IOException {
        Files.writeString(folder.resolve("broken.toml"), "[profiles.default]\nprovidr = \"openai\"\n");
        services.findings.add(Finding.ok("runtime", "java", "25"));
        var run = run("doctor", "--config-path", "broken.toml");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.out()).contains("FAIL  settings:", "providr", "ok    java: 25", "Not healthy");
    }

    @Test
    void printsWhatWasAskedForWhereTheSettingsAreBroken() throws IOException {
        Files.writeString(folder.resolve("broken.toml"), "x = ");

        var byFlag = run("doctor", "--config-path", "broken.toml", "-o", "json");
        var byVariable = inFormat("jsonl", "doctor", "--config-path", "broken.toml");
        var withOneThatIsNone = inFormat("xml", "doctor");

        for (var run : List.of(byFlag, byVariable)) {
            assertThat(run.exitCode()).isEqualTo(42);
            assertThat(run.out()).startsWith("{").hasLineCount(1);
        }
        assertThat(withOneThatIsNone.out()).contains("FAIL  settings:", "ZAVORA_OUTPUT_FORMAT");
    }

    @Test
    void isAsThoroughAsItIsAskedToBe() {
        run("doctor", "--probe", "--full");
        assertThat(services.diagnoses).containsExactly(Set.of(Thoroughness.PROBE, Thoroughness.FULL));
        assertThat(run("doctor", "--probe", "--offline").exitCode()).isEqualTo(2);
    }
}
