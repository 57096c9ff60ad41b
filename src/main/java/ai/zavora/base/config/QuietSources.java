package ai.zavora.base.config;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What counts where the settings cannot be read: how results are printed, and of the environment the home folder, the
 * terminal, the keys and what leads to the vault.
 */
final class QuietSources {
    private QuietSources() {}

    static Sources of(Sources sources) {
        var names = new ArrayList<>(
                List.of("HOME", "TERM", "NO_COLOR", "PATH", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"));
        for (var option : Options.all()) {
            if (option.type() instanceof OptionType.Credential) {
                names.addAll(option.names().variables());
            }
        }
        var environment = new HashMap<String, String>();
        for (var name : names) {
            var value = sources.environment().get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        return new Sources(format(sources), environment, sources.workingFolder());
    }

    private static Map<Option, JsonValue> format(Sources sources) {
        try {
            var given = new Layers(sources, Map.of(), "").find(RunOptions.OUTPUT_FORMAT);
            return Map.of(RunOptions.OUTPUT_FORMAT, given.orElseThrow().value());
        } catch (ZavoraException isWhatCannotBeRead) {
            return Map.of();
        }
    }
}
