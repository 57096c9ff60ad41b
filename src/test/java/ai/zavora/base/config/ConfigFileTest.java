package ai.zavora.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.testing.NamedPipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigFileTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve(".zavora/config.toml");
    }

    private Settings load(Map<String, String> environment) {
        return Settings.load(new Sources(Map.of(), environment, folder));
    }

    private Settings loadFile(String text) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), text);
        return load(Map.of());
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                wrong("[profiles.a]\n\nprovder = \"x\"", 3, "unknown key 'provder' in profile 'a'", "'provider'"),
                wrong("[profiles.a]\nzzz = 1", 2, "unknown key 'zzz'", "docs/configuration.md"),
                wrong("[profile.a]\nmodel = \"x\"", 1, "unknown key 'profile' at the top level", "'profiles'"),
                wrong("\nmodel = \"x\"\n", 2, "unknown key 'model' at the top level", "[profiles.default]"),
                wrong("profiles = 1", 1, "'profiles' is not a table", "[profiles.default]"),
                wrong("[profiles]\nmodel = \"x\"", 2, "'model' is not a profile", "[profiles.default]"),
                wrong("[profiles.a]\nmodel = 1", 2, "'model' in profile 'a': expected a text, found a whole", "quotes"),
                wrong("[profiles.a]\nmodel = \" \"", 2, "the value is empty", "leave it out"),
                wrong("[profiles.a]\nmodel = [\"x\"]", 2, "expected a text, found a list", "quotes"),
                wrong("[profiles.a]\nmodel = 2020-01-01", 2, "found a date", "quotes"),
                wrong("[profiles.a]\ntool_timeout_secs = \"5\"", 2, "expected a whole number, found a text", "quotes"),
                wrong("[profiles.a]\ntool_timeout_secs = 1.5", 2, "found a number with a point", "point"),
                wrong("[profiles.a]\ntool_timeout_secs = 0", 2, "0 is out of range", "nearest allowed value is 1"),
                wrong("[profiles.a]\nretrieval_max_chars = 10", 2, "out of range", "nearest allowed value is 256"),
                wrong("[profiles.a]\nplanner_call_budget = 9999999999", 2, "out of range", "2147483647"),
                wrong(
                        "[profiles.a]\n\ntool_retry_attempts = 18446744073709551617 # 1",
                        3,
                        "'tool_retry_attempts' is out",
                        "key"),
                wrong("[profiles.a]\ncompaction_target = 1.5", 2, "out of range", "nearest allowed value is 1.0"),
                wrong("[profiles.a]\ncompaction_target = nan", 2, "out of range", "0.0"),
                wrong("[profiles.a]\ntelemetry_enabled = \"yes\"", 2, "expected true or false", "without quotes"),
                wrong("[profiles.a]\napprove_tool = \"x\"", 2, "expected a list of texts", "brackets"),
                wrong("[profiles.a]\napprove_tool = [1]", 2, "expected a text in the list", "quotes"),
                wrong("[profiles.a]\nprovider = \"opnai\"", 2, "'opnai' is not one of auto, gemini", "'openai'"),
                wrong("[profiles.a]\nsession_backend = \"sqllite\"", 2, "not one of memory, sqlite", "'sqlite'"),
                wrong("[profiles.a]\nopenai_base_url = \"host:1\"", 2, "not an address", "https://"),
                wrong("[profiles.a]\nmcp_servers = 1", 2, "expected an array of tables", "[["),
                wrong("[profiles.a]\n[[profiles.a.mcp_servers]]\nurl = \"x\"", 2, "server 1 has no name", "name"),
                wrong(
                        "[profiles.a]\n[[profiles.a.mcp_servers]]\nname = \"n\"\nenabled = 1",
                        2,
                        "server 1, 'enabled': expected true or false",
                        "true"),
                wrong(
                        "[profiles.a.permission_rules]\nalways_denny = []",
                        1,
                        "unknown key 'always_denny'",
                        "'always_deny'"),
                wrong("[profiles.a]\nmodel = x", 2, "'model' is not valid TOML", "quotes"),
                wrong("[profiles.a]\nmodel = \"x\nuser_id = \"y\"\n", 2, "'model' is not valid TOML", "quotes"),
                wrong("[profiles.a\nmodel = \"x\"", 1, "this line is not valid TOML", "brackets"),
                wrong("[profiles.a]\nmodel = \"x\"\nmodel = \"y\"", 3, "'model' is not valid TOML", "once"),
                wrong("[profiles.a]\napprove_tool = [\"x\",\n\"y\"\nmodel = \"z\"", 2, "not valid TOML", "brackets"),
                wrong("x = " + "[".repeat(60_000), 1, "not valid TOML", "brackets"));
    }

    private static Arguments wrong(String text, int line, String problem, String hint) {
        return Arguments.of(text, line, problem, hint);
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void namesFileLineKeyAndTheNearestRightThing(String text, int line, String problem, String hint) {
        var error = catchThrowableOfType(ZavoraException.class, () -> loadFile(text));

        assertThat(error).isNotNull();
        assertThat(error.kind()).isEqualTo(ErrorKind.INPUT);
        assertThat(error.getMessage()).startsWith(file() + ":" + line + ": ").contains(problem);
        assertThat(error.hint()).contains(hint);
        assertThat(file()).hasContent(text);
    }

    @Test
    void findsTheLineBehindMultilineValuesAndComments() {
        var text = """
                # a comment
                [profiles.first]
                approve_tool = [
                  "one",
                  "two",
                ]

                [profiles.second]
                model = \"""
                several
                lines\"""
                # tool_timeout_secs = 1
                tool_timeout_secs = 0
                user_id = "u"
                """;

        var error = catchThrowableOfType(ZavoraException.class, () -> loadFile(text));

        assertThat(error.getMessage()).startsWith(file() + ":13: 'tool_timeout_secs' in profile 'second'");
    }

    @Test
    void neverRepeatsAKeyItCannotRead() {
        var error =
                catchThrowableOfType(ZavoraException.class, () -> loadFile("[profiles.a]\napi_key = sk-very-secret\n"));

        assertThat(error.getMessage() + error.hint())
                .contains("'api_key' is not valid TOML")
                .doesNotContain("sk-");
    }

    @Test
    void takesAMissingFileForNoProfilesUnlessItWasNamed() {
        assertThat(load(Map.of()).profile().defined()).isEmpty();

        var error = catchThrowableOfType(ZavoraException.class, () -> load(Map.of("ZAVORA_CONFIG", "other.toml")));

        assertThat(error.kind()).isEqualTo(ErrorKind.INPUT);
        assertThat(error.getMessage()).contains(folder.resolve("other.toml").toString(), "does not exist");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFolderAndTextThatIsNotUtf8AndAFileThatIsTooLarge() throws IOException {
        Files.createDirectories(file());
        assertThat(catchThrowableOfType(ZavoraException.class, () -> load(Map.of())))
                .hasMessageContaining("is a folder");

        Files.delete(file());
        Files.write(file(), "[profiles.\u00e4]".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(ZavoraException.class, () -> load(Map.of())))
                .hasMessageContaining("not UTF-8");

        Files.writeString(file(), "#".repeat(ConfigFile.MAX_BYTES + 1));
        assertThat(catchThrowableOfType(ZavoraException.class, () -> load(Map.of())))
                .hasMessageContaining("larger than 1 MiB");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitsForNoPipeAndTakesTheNullDeviceForEmpty() throws Exception {
        Files.createDirectories(file().getParent());
        NamedPipe.at(file());
        assertThat(catchThrowableOfType(ZavoraException.class, () -> load(Map.of())))
                .hasMessageContaining("pipe")
                .extracting(ZavoraException::kind)
                .isEqualTo(ErrorKind.INPUT);

        assertThat(load(Map.of("ZAVORA_CONFIG", "/dev/null")).warnings()).isEmpty();
        var edit = new ProfileEdit("default", Map.of("provider", Optional.of("openai")));
        assertThat(catchThrowableOfType(ZavoraException.class, () -> edit.check(Path.of("/dev/null"))))
                .hasMessageContaining("no regular file");
    }

    @Test
    void namesTheProfilesThereAreWhenOneIsMissing() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "[profiles.work]\n[profiles.home]\n");

        var error = catchThrowableOfType(ZavoraException.class, () -> load(Map.of("ZAVORA_PROFILE", "wrk")));

        assertThat(error.kind()).isEqualTo(ErrorKind.INPUT);
        assertThat(error).hasMessageContaining("Profile 'wrk' (ZAVORA_PROFILE) is not defined in " + file());
        assertThat(error.hint()).contains("home, work").contains("Did you mean 'work'?");
    }

    @Test
    void readsAByteOrderMarkAndWindowsLines() throws IOException {
        assertThat(loadFile("\uFEFF[profiles.default]\r\nmodel = \"m\"\r\n")
                        .model()
                        .worker()
                        .model())
                .contains("m");
    }
}
