package ai.zavora.base.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Which profile applies and which there are.
 *
 * @param name of the one that applies
 * @param file the configuration file, absolute; it may not exist
 * @param defined names of those the file defines, sorted
 */
public record ProfileSettings(String name, Path file, List<String> defined) {
    public ProfileSettings {
        defined = List.copyOf(defined);
    }
}
