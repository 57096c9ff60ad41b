package ai.zavora.base.config;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import java.nio.file.Path;
import java.util.Map;

/**
 * What settings are read from.
 *
 * @param flags the values of the command line, as {@link OptionValues#ofText} reads them
 * @param environment the variables of the process
 * @param workingFolder where relative paths begin; absolute
 */
public record Sources(Map<Option, JsonValue> flags, Map<String, String> environment, Path workingFolder) {
    public Sources {
        flags = Map.copyOf(flags);
        requireNonNull(environment, "environment is null");
        if (!workingFolder.isAbsolute()) {
            throw new IllegalArgumentException("the working folder is not absolute: " + workingFolder);
        }
    }
}
