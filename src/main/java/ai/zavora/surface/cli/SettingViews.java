package ai.zavora.surface.cli;

import ai.zavora.base.config.Option;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.config.RunSettings.Sensitive;
import ai.zavora.base.config.Setting;
import ai.zavora.base.config.Settings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Redaction;

/** How settings look in results. */
final class SettingViews {
    private SettingViews() {}

    /** Where a value comes from, for people, and whether it is left out. */
    static String origin(Setting setting, Settings settings) {
        var origin = setting.source().isEmpty() ? setting.layer().label() : setting.source();
        return settings.leftOut().contains(setting) ? origin + "; left out" : origin;
    }

    /** Whether database addresses are kept out of results. */
    static boolean hidden(Settings settings) {
        return settings.run().sensitive() == Sensitive.HIDDEN;
    }

    /** What may be shown of a value. Guardrail terms are counted, not listed: they can be secrets themselves. */
    static String shown(Option option, Setting setting, Settings settings) {
        if (option.type() instanceof OptionType.Credential) {
            return "set";
        }
        if (option.name().equals("session_db_url")) {
            return hidden(settings) ? Redaction.databaseAddress(setting.text()) : setting.text();
        }
        if (option.name().equals("guardrail_terms")) {
            return count(setting, "term");
        }
        return switch (setting.value()) {
            case JsonValue.Obj _ -> "set";
            case JsonValue.Arr array when array.items().isEmpty() -> "none";
            case JsonValue.Arr _ when option.type() instanceof OptionType.Tables -> count(setting, "entry");
            case JsonValue.Arr _, JsonValue.Str _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> {
                var text = withoutKeys(
                        option,
                        option.type() instanceof OptionType.Address
                                ? Redaction.address(setting.text())
                                : Redaction.addressSecrets(setting.text()));
                yield hidden(settings) ? Redaction.databaseAddresses(text) : text;
            }
        };
    }

    /** What may be shown of a text. Names and paths may have long parts that are no keys. */
    static String withoutKeys(Option option, String text) {
        return switch (option.type()) {
            case OptionType.Text _, OptionType.Texts _ -> Redaction.keysOfSetting(text);
            default -> Redaction.keys(text);
        };
    }

    private static String count(Setting setting, String noun) {
        var count =
                setting.value() instanceof JsonValue.Arr array ? array.items().size() : 0;
        return count + " " + (count == 1 ? noun : noun.equals("entry") ? "entries" : noun + "s");
    }
}
