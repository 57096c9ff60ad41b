package ai.zavora.base.config;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;

/**
 * The value of an option and where it came from.
 *
 * @param value checked against the option's type
 * @param layer the strongest layer that gave it; for a list, of those that contributed
 * @param source the flag, variable or profile that gave it, as a person would look for it; for a list all that gave items,
 *     the weakest first; empty for a default
 */
public record Setting(JsonValue value, Layer layer, String source) {
    public Setting {
        requireNonNull(value, "value is null");
        requireNonNull(layer, "layer is null");
        requireNonNull(source, "source is null");
    }

    /** The value as text; for a list its items, separated by commas. */
    public String text() {
        return switch (value) {
            case JsonValue.Str string -> string.value();
            case JsonValue.Num number -> number.text();
            case JsonValue.Bool bool -> Boolean.toString(bool.value());
            case JsonValue.Arr array -> joined(array);
            case JsonValue.Obj _, JsonValue.Null _ -> "";
        };
    }

    private String joined(JsonValue.Arr array) {
        var text = new StringBuilder();
        for (var item : array.items()) {
            if (!text.isEmpty()) {
                text.append(", ");
            }
            text.append(new Setting(item, layer, source).text());
        }
        return text.toString();
    }
}
