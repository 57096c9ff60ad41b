package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.Layer;
import ai.zavora.base.config.Option;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.config.Options;
import ai.zavora.base.config.RunSettings;
import ai.zavora.surface.cli.Streams.Standard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How words become options, commands and prompts; the properties hold for every row of the option table. */
final class ArgumentsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void profileNamedByTheSample() throws IOException {
        Files.writeString(folder.resolve("sample"), "[profiles.sample]\n");
    }

    static List<Option> flagged() {
        return Options.all().stream()
                .filter(option -> !option.names().flags().isEmpty())
                .toList();
    }

    /** A value the option takes. */
    private static String sample(Option option) {
        return switch (option.type()) {
            case OptionType.Choice choice -> choice.values().getLast();
            case OptionType.Whole whole -> Long.toString(whole.min() + 1);
            case OptionType.Decimal _ -> "0.5";
            case OptionType.Bool _, OptionType.Switch _ -> "true";
            case OptionType.Address _ -> "http://sample.test";
            case OptionType.Text _,
                    OptionType.Name _,
                    OptionType.Credential _,
                    OptionType.FilePath _,
                    OptionType.Texts _,
                    OptionType.Tables _ -> "sample";
        };
    }

    private static List<String> written(Option option, String flag) {
        return option.takesValue() ? List.of(flag, sample(option)) : List.of(flag);
    }

    private void assertTaken(Option option, List<String> line) {
        var builder = CliRun.in(folder);
        if (option.name().equals("profile")) {
            builder.env("ZAVORA_CONFIG", "sample");
        }
        var run = builder.run(line.toArray(String[]::new));

        assertThat(run.exitCode()).as("%s: %s", line, run.err()).isZero();
        var asked = run.services().invocations.getFirst();
        var setting = asked.settings().find(option).orElseThrow();
        assertThat(setting.layer()).as(line.toString()).isEqualTo(Layer.FLAG);
        assertThat(setting.text()).as(line.toString()).isEqualTo(sample(option));
        assertThat(asked.arguments().words()).as(line.toString()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @MethodSource("flagged")
    void takesEveryOptionBeforeBetweenAndBehind(Option option) {
        for (var flag : option.names().flags()) {
            var words = written(option, flag);
            for (var at = 0; at <= 3; at++) {
                var line = new ArrayList<>(List.of("ask", "a", "b"));
                line.addAll(at, words);
                assertTaken(option, line);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("flagged")
    void takesAValueBehindAnEqualsSign(Option option) {
        for (var flag : option.names().flags()) {
            if (option.takesValue() && flag.startsWith("--")) {
                assertTaken(option, List.of(flag + "=" + sample(option), "ask", "a", "b"));
                assertTaken(option, List.of("ask", "a", flag + "=" + sample(option), "b"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("flagged")
    void endsWithTwoWhenAValueIsMissingOrWrong(Option option) {
        for (var flag : option.names().flags()) {
            if (!option.takesValue()) {
                continue;
            }
            var missing = CliRun.in(folder).run("ask", flag);
            assertThat(missing.exitCode()).isEqualTo(2);
            assertThat(missing.err())
                    .startsWith("[INPUT] " + option.names().flags().getLast() + " needs a value\nHint: ");
            if (option.type() instanceof OptionType.Choice
                    || option.type() instanceof OptionType.Whole
                    || option.type() instanceof OptionType.Bool) {
                var wrong = CliRun.in(folder).run("ask", flag, "?");
                assertThat(wrong.exitCode()).isEqualTo(2);
                assertThat(wrong.err())
                        .startsWith("[INPUT] " + option.names().flags().getLast() + ": '?' is n");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("flagged")
    void suggestsTheOptionAFlagResembles(Option option) {
        var flag = option.names().flags().getLast();
        var misspelled = flag.substring(0, flag.length() - 2) + flag.charAt(flag.length() - 1) + "x";

        var run = CliRun.in(folder).run("ask", misspelled);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("[INPUT] unknown option '" + misspelled + "'\nHint: Did you mean '" + flag + "'?\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ask --yolo=true | --yolo takes no value | Write it alone, or leave it out.",
                "ask --outptu json | unknown option '--outptu' | Did you mean '--output-format'?",
                "aks | unknown command 'aks' | Did you mean 'ask'?",
                "hello | unknown command 'hello' | The commands are ask, chat, setup, models, profiles, doctor, sessions, telemetry, eval, perf, server, migrate, completion.",
                "profiles shwo | unknown command 'shwo' of 'profiles' | Did you mean 'show'?",
                "profiles | 'profiles' needs to be told what to do | Write one of list, show behind it.",
                "chat hello | 'zavora-cli chat' takes no further word, but got 'hello' | See 'zavora-cli chat --help'.",
                "models pull | 'zavora-cli models pull' takes exactly one NAME | See 'zavora-cli models pull --help'.",
                "models pull a b | 'zavora-cli models pull' takes exactly one NAME | See 'zavora-cli models pull --help'.",
                "completion | 'zavora-cli completion' takes exactly one SHELL | Write one of bash, zsh, fish.",
                "completion bsh | 'bsh' is not one of bash, zsh, fish | Did you mean 'bash'?",
                "ask --qqqq | unknown option '--qqqq' | A word that begins with a dash goes behind --. See 'zavora-cli ask --help'.",
                "ask -z | unknown option '-z' | A word that begins with a dash goes behind --. See 'zavora-cli ask --help'.",
                "--provider opnai ask | --provider: 'opnai' is not one of auto, gemini, openai, anthropic, deepseek, groq, ollama, local | Did you mean 'openai'?",
                "ask -o jsno | --output-format: 'jsno' is not one of text, json, stream-json | Did you mean 'json'?",
                "ask --tool-timeout-secs 0 | --tool-timeout-secs: 0 is out of range: 1 to 2147483647 is allowed | The nearest allowed value is 1.",
                "ask --tool-timeout-secs 1.5 | --tool-timeout-secs: '1.5' is not a whole number | The nearest allowed value is 2.",
                "ask --stdin --no-stdin | --stdin and --no-stdin exclude each other | Leave one of them out; without both, a pipe is read.",
                "sessions prune --keep | --keep needs a value | Write --keep <N>.",
                "sessions prune --keep x | --keep: 'x' is not a whole number | Write a whole number of at least 0.",
                "sessions prune --keep=-1 | --keep: -1 is out of range: 0 to 2147483647 is allowed | The nearest allowed value is 0.",
                "sessions prune --kep 3 | unknown option '--kep' | Did you mean '--keep'?",
                "sessions export a b | 'zavora-cli sessions export' takes at most one ID | See 'zavora-cli sessions export --help'.",
                "sessions search | 'zavora-cli sessions search' takes at least one TEXT | See 'zavora-cli sessions search --help'.",
                "ask --model --provider groq | --model needs a value | Write --model <MODEL>."
            })
    void explainsAWrongLine(String line, String message, String hint) {
        var run = CliRun.in(folder).run(line.strip().split(" "));

        assertThat(run.err()).isEqualTo("[INPUT] " + message.strip() + "\nHint: " + hint.strip() + "\n");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"jsonl,STREAM_JSON", "streaming-json,STREAM_JSON", "stream-json,STREAM_JSON", "JSON,JSON"})
    void knowsTheOtherSpellingsOfFormats(String word, RunSettings.OutputFormat format) {
        var run = CliRun.in(folder).run("ask", "-o", word, "hi");

        assertThat(run.services().invocations.getFirst().settings().run().format())
                .isEqualTo(format);
    }

    @Test
    void takesTheLastOfRepeatedValuesAndAllOfRepeatedLists() {
        var run = CliRun.in(folder).run("--model", "a", "ask", "-f", "x", "--model", "b", "-f", "y", "-fz", "--yolo");

        var settings = run.services().invocations.getFirst().settings();
        assertThat(settings.model().worker().model()).contains("b");
        assertThat(settings.run().files())
                .containsExactly(folder.resolve("x"), folder.resolve("y"), folder.resolve("z"));
    }

    @Test
    void refusesAFileWithoutAName() {
        var run = CliRun.in(folder).run("ask", "--file", "", "hello");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("[INPUT] --file: the value is empty\n");
    }

    @Test
    void repeatsNoWordThatSteersTheTerminal() {
        var run = CliRun.in(folder).run("\u001b[31mask");

        assertThat(run.err()).startsWith("[INPUT] unknown command '").doesNotContain("\u001b");
    }

    @Test
    void leavesWordsOfAPromptAlone() {
        var run = CliRun.in(folder).run("ask", "@file", "'quoted'", "${HOME}", "", "a b", "-", "chat");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.services().invocations.getFirst().arguments().words())
                .containsExactly("@file", "'quoted'", "${HOME}", "", "a b", "-", "chat");
    }

    @Test
    void chatsOnATerminalAndAsksElsewhere() {
        assertThat(label(CliRun.in(folder).terminals(Standard.IN, Standard.OUT).run()))
                .isEqualTo("chat");
        assertThat(label(CliRun.in(folder).terminals(Standard.IN).run("-o", "json")))
                .isEqualTo("ask");
        assertThat(label(CliRun.in(folder).terminals(Standard.OUT).run("--model", "m")))
                .isEqualTo("ask");
    }

    private static String label(CliRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.services().invocations.getFirst().label();
    }
}
