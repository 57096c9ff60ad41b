package ai.zavora.base.config;

import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Nearest;
import com.electronwill.nightconfig.core.UnmodifiableConfig;
import java.util.List;

/** The two profile keys that hold tables of their own. */
final class StructuredKeys {
    private static final List<String> RULE_LISTS = List.of("always_allow", "always_ask", "always_deny");

    private StructuredKeys() {}

    static JsonValue permissionRules(Object raw) throws BadValueException {
        if (!(raw instanceof UnmodifiableConfig table)) {
            throw TomlValues.wrongType(
                    raw, "a table", "Write [profiles.NAME.permission_rules] and its lists below it.");
        }
        for (var entry : table.entrySet()) {
            var key = entry.getKey();
            // a misspelled rule must not silently protect nothing
            if (!RULE_LISTS.contains(key)) {
                throw new BadValueException(
                        "unknown key " + OptionValues.quoted(key),
                        Nearest.to(key, RULE_LISTS)
                                .map(nearest -> "Did you mean '" + nearest + "'?")
                                .orElse("It takes " + String.join(", ", RULE_LISTS) + "."));
            }
            within(key, () -> TomlValues.texts(entry.getRawValue()));
        }
        return TomlValues.json(table);
    }

    static JsonValue servers(Object raw) throws BadValueException {
        if (!(raw instanceof List<?> list)) {
            throw TomlValues.wrongType(
                    raw, "an array of tables", "Write [[profiles.NAME.mcp_servers]] with double brackets.");
        }
        var number = 0;
        for (var item : list) {
            number++;
            if (!(item instanceof UnmodifiableConfig server)) {
                throw TomlValues.wrongType(
                        item, "an array of tables", "Write [[profiles.NAME.mcp_servers]] with double brackets.");
            }
            server(number, server);
        }
        return TomlValues.json(list);
    }

    private static void server(int number, UnmodifiableConfig server) throws BadValueException {
        var hasName = false;
        for (var entry : server.entrySet()) {
            var key = entry.getKey();
            var value = entry.getRawValue();
            hasName |= key.equals("name");
            within("server " + number + ", " + OptionValues.quoted(key), () -> checkServerKey(key, value));
        }
        if (!hasName) {
            throw new BadValueException("server " + number + " has no name", "Add name = \"…\" to it.");
        }
    }

    /** Keys a server does not have are left alone: files may be shared with programs that know more of them. */
    private static Object checkServerKey(String key, Object value) throws BadValueException {
        return switch (key) {
            case "name", "auth_bearer_env", "command" -> TomlValues.text(value);
            case "endpoint" -> value instanceof String ? value : TomlValues.text(value);
            case "args", "tool_allowlist" -> TomlValues.texts(value);
            case "enabled" -> TomlValues.bool(value);
            case "timeout_secs" -> OptionValues.whole(OptionType.Whole.atLeast(1), TomlValues.wholeNumber(value));
            case "env", "tool_aliases" -> textsByName(value);
            case "oauth" -> table(value);
            default -> value;
        };
    }

    private static UnmodifiableConfig table(Object value) throws BadValueException {
        if (value instanceof UnmodifiableConfig table) {
            return table;
        }
        throw TomlValues.wrongType(value, "a table", "Write it as { name = \"value\" }.");
    }

    private static Object textsByName(Object value) throws BadValueException {
        var table = table(value);
        for (var entry : table.entrySet()) {
            if (!(entry.getRawValue() instanceof String)) {
                throw TomlValues.wrongType(entry.getRawValue(), "a text", "Put the value in double quotes.");
            }
        }
        return table;
    }

    private interface Check {
        Object run() throws BadValueException;
    }

    private static void within(String place, Check check) throws BadValueException {
        try {
            check.run();
        } catch (BadValueException e) {
            throw new BadValueException(place + ": " + e.problem(), e.hint());
        }
    }
}
