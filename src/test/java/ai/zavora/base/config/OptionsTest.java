package ai.zavora.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every row of the table. */
final class OptionsTest {
    @TempDir
    Path folder;

    static List<Option> options() {
        return Options.all();
    }

    static List<Option> scalars() {
        return Options.all().stream()
                .filter(option -> !(option.type() instanceof OptionType.Texts)
                        && !(option.type() instanceof OptionType.Tables)
                        && !List.of("profile", "config_path").contains(option.name()))
                .toList();
    }

    /** Three values of an option that differ from each other where its type allows. */
    private static List<String> samples(Option option) {
        return switch (option.type()) {
            case OptionType.Text _, OptionType.Name _, OptionType.Credential _, OptionType.FilePath _ ->
                List.of("one", "two", "three");
            case OptionType.Address _ -> List.of("http://one.test", "http://two.test", "http://three.test");
            case OptionType.Choice choice ->
                List.of(
                        choice.values().get(0),
                        choice.values().get(1),
                        choice.values().get(0));
            case OptionType.Whole whole ->
                List.of(Long.toString(whole.min()), Long.toString(whole.min() + 1), Long.toString(whole.min() + 2));
            case OptionType.Decimal _ -> List.of("0.1", "0.2", "0.3");
            case OptionType.Bool _, OptionType.Switch _ -> List.of("true", "false", "true");
            case OptionType.Texts _, OptionType.Tables _ -> List.of("one", "two", "three");
        };
    }

    private static String toml(Option option, String value) {
        return switch (option.type()) {
            case OptionType.Whole _, OptionType.Decimal _, OptionType.Bool _, OptionType.Switch _ -> value;
            case OptionType.Text _,
                    OptionType.Name _,
                    OptionType.Credential _,
                    OptionType.FilePath _,
                    OptionType.Address _,
                    OptionType.Choice _ -> '"' + value + '"';
            case OptionType.Texts _, OptionType.Tables _ -> "[\"" + value + "\"]";
        };
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void letsTheStrongerLayerWin(Option option) throws IOException, BadValueException {
        var values = samples(option);
        var flags = new HashMap<Option, JsonValue>();
        var environment = new HashMap<String, String>();
        assertLayer(option, flags, environment, Layer.DEFAULT, option.fallback().orElse(""));
        if (option.names().profileKey().isPresent()) {
            Files.createDirectories(folder.resolve(".zavora"));
            Files.writeString(
                    folder.resolve(".zavora/config.toml"),
                    "[profiles.default]\n" + option.names().profileKey().get() + " = " + toml(option, values.get(0)));
            assertLayer(option, flags, environment, Layer.PROFILE, values.get(0));
        }
        for (var variable : option.names().variables().reversed()) {
            environment.put(variable, values.get(1));
            assertLayer(option, flags, environment, Layer.ENVIRONMENT, values.get(1));
            assertThat(find(option, flags, environment).source()).isEqualTo(variable);
            environment.replaceAll((name, value) -> "  ");
        }
        for (var variable : option.names().variables()) {
            environment.put(variable, values.get(1));
        }
        if (!option.names().flags().isEmpty()) {
            flags.put(option, OptionValues.ofText(option, values.get(2)));
            assertLayer(option, flags, environment, Layer.FLAG, values.get(2));
        }
    }

    private Setting find(Option option, Map<Option, JsonValue> flags, Map<String, String> environment) {
        return Settings.load(new Sources(flags, environment, folder))
                .find(option)
                .orElseThrow();
    }

    private void assertLayer(
            Option option, Map<Option, JsonValue> flags, Map<String, String> environment, Layer layer, String value) {
        var found = Settings.load(new Sources(flags, environment, folder)).find(option);
        if (layer == Layer.DEFAULT && option.fallback().isEmpty()) {
            assertThat(found).isEmpty();
            return;
        }
        assertThat(found.orElseThrow().layer()).isEqualTo(layer);
        if (option.type() instanceof OptionType.Credential) {
            assertThat(found.get().text()).as("credentials are never shown").isEqualTo("****");
        } else if (option.type() instanceof OptionType.Decimal) {
            assertThat(Double.parseDouble(found.get().text())).isEqualTo(Double.parseDouble(value));
        } else {
            assertThat(found.get().text()).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void refusesABadVariableByItsName(Option option) {
        var bad =
                switch (option.type()) {
                    case OptionType.Choice _, OptionType.Whole _, OptionType.Decimal _, OptionType.Bool _ -> "?";
                    case OptionType.Switch _ -> "maybe";
                    case OptionType.Address address ->
                        switch (address.form()) {
                            case WEB -> "not an address";
                            case AS_WRITTEN -> "nul\0";
                        };
                    case OptionType.Text _, OptionType.Name _, OptionType.Credential _, OptionType.FilePath _ ->
                        "nul\0";
                    case OptionType.Texts _, OptionType.Tables _ -> "";
                };
        for (var variable : option.names().variables()) {
            var error = catchThrowableOfType(
                    ZavoraException.class, () -> Settings.load(new Sources(Map.of(), Map.of(variable, bad), folder)));

            assertThat(error).as(variable).isNotNull();
            assertThat(error.kind()).isEqualTo(ErrorKind.INPUT);
            assertThat(error.getMessage()).contains(variable);
            assertThat(error.hint()).isNotBlank();
        }
    }

    @Test
    void joinsListsOfAllLayersTheProfilesFirst() throws IOException {
        Files.createDirectories(folder.resolve(".zavora"));
        Files.writeString(
                folder.resolve(".zavora/config.toml"),
                "[profiles.default]\nrequire_confirm_tool = [\" p1\u00a0\", \"both\", \"\"]\n"
                        + "guardrail_terms = [\"\u00a0\u200b\", \"\u3164\u00ad\ufe0f\"]");
        var option = Options.ofFlag("--require-confirm-tool").orElseThrow();
        var flags = Map.<Option, JsonValue>of(option, JsonValue.of(List.of("f1", "both")));

        var settings = Settings.load(new Sources(
                flags, Map.of("ZAVORA_REQUIRE_CONFIRM_TOOL", "\u2007e1, with comma\ufeff\u200e\u0085"), folder));

        assertThat(settings.tools().requireConfirmation()).containsExactly("p1", "both", "e1, with comma", "f1");
        assertThat(settings.text("guardrail_terms")).startsWith("password, secret");
    }

    @Test
    void hasEachNameOnce() {
        var names = new ArrayList<String>();
        var spellings = new ArrayList<String>();
        for (var option : Options.all()) {
            names.add(option.name());
            spellings.addAll(option.names().flags());
            spellings.addAll(option.names().variables());
        }
        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
        assertThat(new HashSet<>(spellings)).hasSameSizeAs(spellings);
    }

    @ParameterizedTest
    @MethodSource("options")
    void explainsItself(Option option) {
        assertThat(option.help()).endsWith(".").doesNotContain("\n").doesNotContain("default:");
        assertThat(option.name()).matches("[a-z][a-z0-9_]*");
        option.fallback().ifPresent(text -> assertThat(
                        catchThrowableOfType(BadValueException.class, () -> OptionValues.ofText(option, text)))
                .isNull());
    }
}
