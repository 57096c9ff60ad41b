package ai.zavora.base.config;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Nearest;
import com.electronwill.nightconfig.core.UnmodifiableConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks the tables of a configuration file against the option table. */
final class ProfileReader {
    private static final String PROFILES = "profiles";

    private final Path path;
    private final TomlText source;

    ProfileReader(Path path, TomlText source) {
        this.path = path;
        this.source = source;
    }

    /**
     * The profiles by name, sorted.
     *
     * @throws ZavoraException INPUT, at the first thing that is wrong
     */
    Map<String, Map<Option, JsonValue>> profiles(UnmodifiableConfig config) {
        var profiles = new TreeMap<String, Map<Option, JsonValue>>();
        for (var entry : config.entrySet()) {
            if (!entry.getKey().equals(PROFILES)) {
                throw unknownTopLevel(entry.getKey());
            }
            if (!(entry.getRawValue() instanceof UnmodifiableConfig tables)) {
                throw wrong(
                        List.of(PROFILES),
                        "'profiles' is not a table",
                        "Write one table per profile: [profiles.default].");
            }
            for (var profile : tables.entrySet()) {
                profiles.put(profile.getKey(), profile(profile.getKey(), profile.getRawValue()));
            }
        }
        return Collections.unmodifiableMap(profiles);
    }

    private Map<Option, JsonValue> profile(String name, Object raw) {
        var place = List.of(PROFILES, name);
        if (name.isBlank()) {
            throw wrong(place, "a profile has no name", "Name it: [profiles.default].");
        }
        if (!(raw instanceof UnmodifiableConfig table)) {
            throw wrong(
                    place,
                    OptionValues.quoted(name) + " is not a profile: profiles are tables",
                    Options.ofProfileKey(name).isPresent()
                            ? "Put the key into a profile: [profiles.default], then " + name + " = …"
                            : "Write its name in a header, [profiles.NAME], and its keys below it.");
        }
        var values = new LinkedHashMap<Option, JsonValue>();
        for (var entry : table.entrySet()) {
            var key = entry.getKey();
            var at = List.of(PROFILES, name, key);
            var option = Options.ofProfileKey(key).orElseThrow(() -> unknownKey(at, name, key));
            try {
                values.put(option, TomlValues.read(option, entry.getRawValue()));
            } catch (BadValueException e) {
                throw wrong(
                        at,
                        OptionValues.quoted(key) + " in profile " + OptionValues.quoted(name) + ": " + e.problem(),
                        e.hint());
            }
        }
        return Collections.unmodifiableMap(values);
    }

    private ZavoraException unknownTopLevel(String key) {
        var hint = Options.ofProfileKey(key).isPresent()
                ? "It belongs into a profile: [profiles.default], then " + key + " = …"
                : Nearest.to(key, List.of(PROFILES))
                        .map(nearest -> "Did you mean '" + nearest + "'?")
                        .orElse("The only table at the top is 'profiles': [profiles.default].");
        return wrong(List.of(key), "unknown key " + OptionValues.quoted(key) + " at the top level", hint);
    }

    private ZavoraException unknownKey(List<String> at, String profile, String key) {
        var hint = Nearest.to(key, Options.profileKeys())
                .map(nearest -> "Did you mean '" + nearest + "'?")
                .orElse("docs/configuration.md lists all keys.");
        return wrong(
                at, "unknown key " + OptionValues.quoted(key) + " in profile " + OptionValues.quoted(profile), hint);
    }

    private ZavoraException wrong(List<String> at, String problem, String hint) {
        return new ZavoraException(ErrorKind.INPUT, path + ":" + source.lineOf(at) + ": " + problem, hint);
    }
}
