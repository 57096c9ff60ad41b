package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorReportTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void endsWithTheCodeOfTheKind(ErrorKind kind) {
        var services = new FakeServices();
        services.failWith(new ZavoraException(kind, "it broke", "mend it"));

        var run = CliRun.in(folder).services(services).run("ask", "hi");

        assertThat(run.exitCode()).isEqualTo(kind.exitCode());
        assertThat(run.err()).isEqualTo("[" + kind + "] it broke\nHint: mend it\n");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void hidesDatabaseAddressesUnlessAskedTo() {
        var services = new FakeServices();
        services.failWith(new ZavoraException(ErrorKind.SESSION, "no sqlite:///home/me/x.db", "look"));

        assertThat(CliRun.in(folder).services(services).run("chat").err()).contains("no sqlite://[REDACTED]\n");
        assertThat(CliRun.in(folder)
                        .services(services)
                        .run("chat", "--show-sensitive-config")
                        .err())
                .contains("no sqlite:///home/me/x.db\n");
        assertThat(CliRun.in(folder)
                        .services(services)
                        .env("ZAVORA_SHOW_SENSITIVE_CONFIG", "true")
                        .run("chat")
                        .err())
                .contains("no sqlite:///home/me/x.db\n");
    }

    /** A script that asks for JSON gets it, also where a variable holds no format. */
    @ParameterizedTest
    @ValueSource(strings = {"profiles show --json", "telemetry report --json", "doctor --json --no-such-flag"})
    void tellsAsJsonThatTheVariableHoldsNoFormat(String line) throws JsonException {
        var run = CliRun.in(folder).env("ZAVORA_OUTPUT_FORMAT", "xml").run(line.split(" "));

        assertThat(run.exitCode()).isIn(2, 42);
        assertThat(run.err()).isEmpty();
        var error = Json.parseObject(run.out()).object("error").orElseThrow();
        assertThat(error.string("category")).contains("INPUT");
        assertThat(error.integer("exit_code")).hasValue(run.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o json profiles show", "profiles show --output-format=json", "profiles show -ojsonl"})
    void aFlagOverridesAVariableThatHoldsNoFormat(String line) {
        var run = CliRun.in(folder).env("ZAVORA_OUTPUT_FORMAT", "xml").run(line.split(" "));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("{");
    }

    @Test
    void aVariableThatHoldsNoFormatIsToldToPeopleOtherwise() {
        var run = CliRun.in(folder).env("ZAVORA_OUTPUT_FORMAT", "xml").run("profiles", "show");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("ZAVORA_OUTPUT_FORMAT", "Hint: Write one of text, json, stream-json, jsonl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-o json profiles show",
                "profiles show --output-format=json",
                "profiles -ojson show",
                "profiles show --json"
            })
    void tellsFailuresOfEveryCommandAsJson(String line) throws IOException, JsonException {
        Files.createDirectories(folder.resolve(".zavora"));
        Files.writeString(folder.resolve(".zavora/config.toml"), "[profiles.default]\nmodle = \"x\"");

        var run = CliRun.in(folder).run(line.split(" "));

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSize(1);
        var json = Json.parseObject(run.out());
        assertThat(json.string("type")).contains("error");
        assertThat(json.bool("success")).contains(false);
        var error = json.object("error").orElseThrow();
        assertThat(error.string("category")).contains("INPUT");
        assertThat(error.integer("exit_code")).hasValue(42);
        assertThat(error.string("hint")).contains("Did you mean 'model'?");
    }

    @Test
    void tellsAWrongLineAsTheLastLineOfAStream() {
        var run = CliRun.in(folder).run("ask", "--nonsense-here", "-o", "stream-json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out())
                .isEqualTo("{\"schema_version\":\"zavora.headless.v1\",\"sequence\":0,"
                        + "\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"type\":\"error\",\"command\":null,"
                        + "\"session_id\":null,\"data\":{\"fatal\":true,\"success\":false,\"error\":{"
                        + "\"category\":\"INPUT\",\"message\":\"unknown option '--nonsense-here'\","
                        + "\"hint\":\"A word that begins with a dash goes behind --. See 'zavora-cli ask --help'.\","
                        + "\"exit_code\":2}}}\n");
    }

    @Test
    void takesTheFormatFromTheEnvironment() {
        var run = CliRun.in(folder).env("ZAVORA_OUTPUT_FORMAT", "json").run("nonsense");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).startsWith("{\"schema_version\"");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void endsWith42WhenTheEnvironmentIsWrong() {
        var run = CliRun.in(folder).env("ZAVORA_PROVIDER", "opnai").run("ask", "hi");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err())
                .startsWith("[INPUT] environment variable ZAVORA_PROVIDER: 'opnai' is not one of auto,")
                .endsWith("Hint: Did you mean 'openai'?\n");
    }

    @Test
    void endsWithTheSignalsCodeWhenInterrupted() {
        var services = new FakeServices();
        services.interruptCalls();

        var run = CliRun.in(folder).services(services).run("chat");
        var interrupted = Thread.interrupted();

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(interrupted).isTrue();
    }

    @Test
    void changesNothingOnDiskWhateverIsAsked() {
        CliRun.in(folder).run("profiles", "list");
        CliRun.in(folder).run("models");
        CliRun.in(folder).run("ask", "--bad");
        CliRun.in(folder).run("completion", "zsh");

        assertThat(folder).isEmptyDirectory();
    }
}
