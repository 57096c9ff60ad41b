package ai.zavora.base.config;

import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Blanks;
import ai.zavora.base.text.KeyLike;
import ai.zavora.base.text.Nearest;
import ai.zavora.base.text.UriAuthority;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Turns the text of a flag or variable into a checked value. Pure. */
public final class OptionValues {

    private static final JsonValue TRUE = JsonValue.of(true);
    private static final JsonValue FALSE = JsonValue.of(false);

    private OptionValues() {}

    /**
     * Reads one value of an option.
     *
     * @param raw as written; for a list the items, one per line
     * @throws BadValueException when the option does not take it
     */
    public static JsonValue ofText(Option option, String raw) throws BadValueException {
        return ofText(option.type(), raw);
    }

    /**
     * Reads one value of a type.
     *
     * @param raw as written; for a list the items, one per line
     * @throws BadValueException when it is no value of that type
     */
    public static JsonValue ofText(OptionType type, String raw) throws BadValueException {
        var text = raw.strip();
        return switch (type) {
            case OptionType.Text _, OptionType.Credential _, OptionType.FilePath _ -> JsonValue.of(notBlank(text));
            case OptionType.Name _ -> JsonValue.of(notBlank(raw));
            case OptionType.Texts _ -> items(List.of(raw.split("\n", -1)));
            case OptionType.Address address ->
                switch (address.form()) {
                    case WEB -> address(notBlank(text));
                    case AS_WRITTEN -> JsonValue.of(notBlank(text));
                };
            case OptionType.Choice choice -> choice(choice, text);
            case OptionType.Whole whole -> whole(whole, text);
            case OptionType.Decimal decimal -> decimal(decimal, text);
            case OptionType.Bool _, OptionType.Switch _ -> bool(text);
            case OptionType.Tables _ -> throw new IllegalArgumentException("tables have no text form");
        };
    }

    /**
     * The text itself.
     *
     * @throws BadValueException when there is nothing in it, or a NUL character is
     */
    public static String notBlank(String text) throws BadValueException {
        if (text.isBlank()) {
            throw new BadValueException("the value is empty", "Give it a value, or leave it out.");
        }
        if (text.indexOf('\0') >= 0) {
            throw new BadValueException("the value holds a NUL character", "Write it again without that character.");
        }
        return text;
    }

    /** The items of a list, trimmed; blank ones are left out. */
    public static JsonValue items(List<String> written) {
        return new JsonValue.Arr(written.stream()
                .map(Blanks::strip)
                .filter(item -> !item.isEmpty())
                .<JsonValue>map(JsonValue::of)
                .toList());
    }

    private static JsonValue address(String text) throws BadValueException {
        try {
            var uri = new URI(text);
            var scheme = uri.getScheme();
            if (UriAuthority.of(uri).isPresent()
                    && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                return JsonValue.of(text);
            }
        } catch (URISyntaxException e) {
            // reported below, without the parser's text: an address may hold a password
        }
        throw new BadValueException(
                "not an address that begins with http:// or https:// and names a host, and a port of at most "
                        + UriAuthority.MOST_PORT + " if any",
                "Write it like https://models.example.com/v1.");
    }

    static JsonValue choice(OptionType.Choice choice, String text) throws BadValueException {
        var word = text.toLowerCase(Locale.ROOT);
        if (choice.values().contains(word)) {
            return JsonValue.of(word);
        }
        var meant = choice.aliases().get(word);
        if (meant != null) {
            return JsonValue.of(meant);
        }
        var known = new ArrayList<>(choice.values());
        known.addAll(new TreeSet<>(choice.aliases().keySet()));
        throw new BadValueException(
                quoted(text) + " is not one of " + String.join(", ", choice.values()), suggestion(text, known));
    }

    static JsonValue whole(OptionType.Whole whole, String text) throws BadValueException {
        try {
            var number = Long.parseLong(text);
            if (number >= whole.min() && number <= whole.max()) {
                return JsonValue.of(number);
            }
        } catch (NumberFormatException e) {
            throw new BadValueException(quoted(text) + " is not a whole number", range(whole, text));
        }
        throw new BadValueException(
                text + " is out of range: " + whole.min() + " to " + whole.max() + " is allowed", range(whole, text));
    }

    private static String range(OptionType.Whole whole, String text) {
        var nearest = whole.min();
        try {
            nearest = Math.clamp(Math.round(Double.parseDouble(text)), whole.min(), whole.max());
        } catch (NumberFormatException e) {
            return "Write a whole number of at least " + whole.min() + ".";
        }
        return "The nearest allowed value is " + nearest + ".";
    }

    static JsonValue decimal(OptionType.Decimal decimal, String text) throws BadValueException {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new BadValueException(
                    quoted(text) + " is not a number",
                    "Write a number from " + decimal.min() + " to " + decimal.max() + ".");
        }
        if (number >= decimal.min() && number <= decimal.max()) {
            return JsonValue.of(number);
        }
        throw new BadValueException(
                text + " is out of range: " + decimal.min() + " to " + decimal.max() + " is allowed",
                "The nearest allowed value is " + (number > decimal.max() ? decimal.max() : decimal.min()) + ".");
    }

    private static JsonValue bool(String text) throws BadValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> TRUE;
            case "false", "0", "no", "off" -> FALSE;
            default ->
                throw new BadValueException(
                        quoted(text) + " is neither true nor false", suggestion(text, List.of("true", "false")));
        };
    }

    /** A sentence that names the nearest of some right words, or all of them. */
    static String suggestion(String word, List<String> known) {
        return Nearest.to(word, known)
                .map(nearest -> "Did you mean '" + nearest + "'?")
                .orElseGet(() -> "Write one of " + String.join(", ", known) + ".");
    }

    /**
     * A value as a message repeats it: short, on one line and in quotes. A key that somebody gave in the wrong place is
     * not repeated.
     */
    public static String quoted(String text) {
        return KeyLike.test(text) ? KeyLike.quoted(text) : "'" + shown(text) + "'";
    }

    private static String shown(String text) {
        var line = text.replaceAll("\\p{Cntrl}", "?");
        return line.codePointCount(0, line.length()) <= 60
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 60)) + "…";
    }
}
