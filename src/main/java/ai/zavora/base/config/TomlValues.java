package ai.zavora.base.config;

import ai.zavora.base.json.JsonValue;
import com.electronwill.nightconfig.core.UnmodifiableConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Turns TOML values into checked values. Unlike flags and variables, TOML has types, and they must fit. */
final class TomlValues {

    private TomlValues() {}

    /**
     * Reads the value of an option.
     *
     * @param raw as the TOML library gives it
     * @throws BadValueException when its type or value does not fit
     */
    static JsonValue read(Option option, Object raw) throws BadValueException {
        return switch (option.type()) {
            case OptionType.Text _,
                    OptionType.Name _,
                    OptionType.Credential _,
                    OptionType.FilePath _,
                    OptionType.Address _ -> OptionValues.ofText(option, text(raw));
            case OptionType.Choice choice -> OptionValues.choice(choice, text(raw));
            case OptionType.Whole whole -> OptionValues.whole(whole, wholeNumber(raw));
            case OptionType.Decimal decimal -> OptionValues.decimal(decimal, number(raw));
            case OptionType.Bool _, OptionType.Switch _ -> bool(raw);
            case OptionType.Texts _ -> texts(raw);
            case OptionType.Tables tables ->
                switch (tables.shape()) {
                    case ONE -> StructuredKeys.permissionRules(raw);
                    case SEVERAL -> StructuredKeys.servers(raw);
                };
        };
    }

    static String text(Object raw) throws BadValueException {
        if (raw instanceof String text) {
            return OptionValues.notBlank(text);
        }
        throw wrongType(raw, "a text", "Put the value in double quotes.");
    }

    static String wholeNumber(Object raw) throws BadValueException {
        if (raw instanceof Integer || raw instanceof Long) {
            return raw.toString();
        }
        throw wrongType(raw, "a whole number", "Write the number without quotes and without a point.");
    }

    private static String number(Object raw) throws BadValueException {
        if (raw instanceof Number) {
            return raw.toString();
        }
        throw wrongType(raw, "a number", "Write the number without quotes.");
    }

    static JsonValue bool(Object raw) throws BadValueException {
        if (raw instanceof Boolean value) {
            return JsonValue.of(value);
        }
        throw wrongType(raw, "true or false", "Write true or false, without quotes.");
    }

    static JsonValue texts(Object raw) throws BadValueException {
        if (!(raw instanceof List<?> list)) {
            throw wrongType(raw, "a list of texts", "Put the values in brackets: [\"one\", \"two\"].");
        }
        var items = new ArrayList<String>();
        for (var item : list) {
            if (!(item instanceof String text)) {
                throw wrongType(item, "a text in the list", "Put each value in double quotes.");
            }
            items.add(text);
        }
        return OptionValues.items(items);
    }

    /** Any TOML value as JSON; dates become texts. */
    static JsonValue json(Object raw) throws BadValueException {
        return switch (raw) {
            case String text -> JsonValue.of(text);
            case Boolean bool -> JsonValue.of(bool.booleanValue());
            case Integer number -> JsonValue.of(number.longValue());
            case Long number -> JsonValue.of(number.longValue());
            case Double number -> finite(number);
            case UnmodifiableConfig table -> object(table);
            case List<?> list -> array(list);
            default -> JsonValue.of(raw.toString());
        };
    }

    private static JsonValue finite(double number) throws BadValueException {
        if (!Double.isFinite(number)) {
            throw new BadValueException("not a finite number", "Write an ordinary number.");
        }
        return JsonValue.of(number);
    }

    private static JsonValue array(List<?> list) throws BadValueException {
        var items = new ArrayList<JsonValue>();
        for (var item : list) {
            items.add(json(item));
        }
        return new JsonValue.Arr(items);
    }

    private static JsonValue.Obj object(UnmodifiableConfig table) throws BadValueException {
        var members = new LinkedHashMap<String, JsonValue>();
        for (var entry : table.entrySet()) {
            members.put(entry.getKey(), json(entry.getRawValue()));
        }
        return new JsonValue.Obj(members);
    }

    static BadValueException wrongType(Object raw, String expected, String hint) {
        return new BadValueException("expected " + expected + ", found " + kind(raw), hint);
    }

    private static String kind(Object raw) {
        return switch (raw) {
            case String _ -> "a text";
            case Boolean _ -> "true or false";
            case Integer _, Long _ -> "a whole number";
            case Number _ -> "a number with a point";
            case List<?> _ -> "a list";
            case UnmodifiableConfig _ -> "a table";
            default -> "a date or time";
        };
    }
}
