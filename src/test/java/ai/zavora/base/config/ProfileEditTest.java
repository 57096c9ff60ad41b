package ai.zavora.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfileEditTest {

    private static final String MULTI_LINE = """
            [profiles.default]
            guardrail_redact_replacement = '''
            [profiles.default]
            model = "in"
            '''
            model = '''x'''
            """;

    @TempDir
    private Path folder;

    @Test
    void findsAProfileRightBehindAByteOrderMark() throws Exception {
        write("\uFEFF[profiles.default]\nmodel = \"a\"\n");

        new ProfileEdit("default", Map.of("model", Optional.of("b"))).apply(file());

        assertThat(file()).content().isEqualTo("\uFEFF[profiles.default]\nmodel = \"b\"\n");
    }

    @Test
    void makesTheFileAndItsFolder() throws Exception {
        assertThat(edit("default", "provider=openai", "model=gpt-x").apply(file()))
                .isTrue();

        assertThat(file()).hasContent("[profiles.default]\nprovider = \"openai\"\nmodel = \"gpt-x\"\n");
    }

    @Test
    void changesOnlyTheLinesItMust() throws Exception {
        write("""
                # mine
                [profiles.work]   # at work
                provider = "groq"
                api_key = "gsk-work"

                [ profiles . "default" ] # here
                  model = 'old'   # the old one
                approve_tool = [
                  "one", # first
                  "two",
                ]
                api_key = "sk-gone"
                # the end
                [profiles.default.permission_rules]
                always_ask = ["provider = \\"x\\""]

                [profiles.last]
                provider = "ollama\"""");

        edit("default", "provider=openai", "model=new \"one\"", "worker_model=w", "api_key", "ollama_host")
                .apply(file());

        assertThat(Files.readString(file())).isEqualTo("""
                # mine
                [profiles.work]   # at work
                provider = "groq"
                api_key = "gsk-work"

                [ profiles . "default" ] # here
                provider = "openai"
                  model = "new \\"one\\""   # the old one
                worker_model = "w"
                approve_tool = [
                  "one", # first
                  "two",
                ]
                # the end
                [profiles.default.permission_rules]
                always_ask = ["provider = \\"x\\""]

                [profiles.last]
                provider = "ollama\"""");
    }

    @Test
    void keepsTheLineEndsTheMarkAndTheModeOfTheFile() throws Exception {
        write("\uFEFF# mine\r\n[profiles.default]\r\nmodel = \"a\"\r\n");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

        edit("default", "model=b", "provider=groq").apply(file());
        edit("other", "provider=groq").apply(file());

        assertThat(Files.readString(file()))
                .isEqualTo(String.join(
                        "\r\n",
                        "\uFEFF# mine",
                        "[profiles.default]",
                        "model = \"b\"",
                        "provider = \"groq\"",
                        "",
                        "[profiles.other]",
                        "provider = \"groq\"",
                        ""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-r-----");
        try (var files = Files.list(folder.resolve(".zavora"))) {
            assertThat(files.map(Path::getFileName))
                    .extracting(Path::toString)
                    .containsExactlyInAnyOrder("config.toml", "config.toml.lock");
        }
    }

    @Test
    void writesThroughALink() throws Exception {
        var real = folder.resolve("dotfiles.toml");
        Files.writeString(real, "[profiles.default]");
        Files.createDirectories(file().resolveSibling(""));
        Files.createSymbolicLink(file(), real);

        edit("default", "provider=groq").apply(file());

        assertThat(file()).isSymbolicLink();
        assertThat(real).hasContent("[profiles.default]\nprovider = \"groq\"\n");
    }

    @Test
    void writesThroughALinkToWhatIsNotYetThere() throws Exception {
        Files.createDirectories(file().resolveSibling(""));
        Files.createSymbolicLink(file(), Path.of("../dotfiles/zavora.toml"));

        edit("default", "provider=groq").apply(file());

        assertThat(file()).isSymbolicLink();
        assertThat(folder.resolve("dotfiles/zavora.toml")).content().contains("provider = \"groq\"");
    }

    @Test
    void aLinkThatLeadsBackToItselfIsAnInputError() throws Exception {
        Files.createDirectories(file().resolveSibling(""));
        Files.createSymbolicLink(file(), file().getFileName());

        assertThatThrownBy(() -> edit("default", "provider=groq").apply(file())).isInstanceOf(ZavoraException.class);

        assertThat(file()).isSymbolicLink();
    }

    @Test
    void leavesAloneWhatSaysItAlready() throws Exception {
        write("[profiles]\ndefault = { provider = \"groq\" }\n");

        assertThat(edit("default", "provider=groq", "api_key").apply(file())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[profiles]\ndefault = { provider = \"groq\" }\n",
                "profiles.default.provider = \"groq\"\n",
                "[profiles]\ndefault.provider = \"groq\"\n",
                "[profiles.default]\nprovider = \"groq\"\nmodel = \"\"\"\nlong\"\"\"\n",
                MULTI_LINE,
            })
    void refusesFormsItCannotChangeAndLeavesThemAlone(String content) throws Exception {
        write(content);

        assertThatThrownBy(() -> edit("default", "provider=openai", "model=m").apply(file()))
                .isInstanceOfSatisfying(ZavoraException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
                    assertThat(e.hint()).contains("model = \"m\"");
                });

        assertThat(Files.readString(file())).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[profiles.default\n", "what is this", "[profiles.default]\nunknown = 1\n", "provider = \"x\""})
    void neverOverwritesAFileThatIsNotValid(String content) throws Exception {
        write(content);

        assertThatThrownBy(() -> edit("default", "provider=openai").apply(file()))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT));

        assertThat(Files.readString(file())).isEqualTo(content);
    }

    @Test
    void refusesAValueThatTheKeyDoesNotTake() {
        assertThatThrownBy(() -> edit("default", "provider=nobody").apply(file()))
                .isInstanceOf(ZavoraException.class);
        assertThat(file()).doesNotExist();
    }

    @Test
    void takesEveryNameAndValue() throws Exception {
        edit("a b\"c", "model=tab\tback\\slash \u0001 ä 😀").apply(file());

        var read = ConfigFile.read(file(), ConfigFile.Presence.REQUIRED);
        assertThat(read.names()).containsExactly("a b\"c");
        assertThat(read.profile("a b\"c").orElseThrow().values())
                .singleElement()
                .asString()
                .contains("ä 😀");
    }

    private Path file() {
        return folder.resolve(".zavora/config.toml");
    }

    private void write(String content) throws IOException {
        Files.createDirectories(file().resolveSibling(""));
        Files.writeString(file(), content);
    }

    private static ProfileEdit edit(String profile, String... changes) {
        Map<String, Optional<String>> map = new LinkedHashMap<>();
        for (var change : changes) {
            var equals = change.indexOf('=');
            if (equals < 0) {
                map.put(change, Optional.empty());
            } else {
                map.put(change.substring(0, equals), Optional.of(change.substring(equals + 1)));
            }
        }
        return new ProfileEdit(profile, map);
    }

    /** Each changes a profile of its own, again and again. */
    @Test
    void ofSeveralWhoWriteAtTheSameTimeNobodyLosesAChange() throws Exception {
        var times = "60";
        try (var one = JavaProcess.start(EditingProcess.class, file().toString(), "a", times);
                var other = JavaProcess.start(EditingProcess.class, file().toString(), "b", times)) {
            assertThat(one.exitCode()).isZero();
            assertThat(other.exitCode()).isZero();
        }
        var profiles = Files.readString(file());
        for (var i = 0; i < Integer.parseInt(times); i++) {
            assertThat(profiles).contains("[profiles.a" + i + "]", "[profiles.b" + i + "]");
        }
    }
}
