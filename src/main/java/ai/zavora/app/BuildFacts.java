package ai.zavora.app;

import ai.zavora.base.file.WholeFile;
import ai.zavora.core.eval.RunEnvironment;
import ai.zavora.surface.cli.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is known of the program that runs and of the machine it runs on. */
final class BuildFacts {
    /** Written by the build beside the jars; an archive of the sources has none. */
    private static final String COMMIT_FILE = "commit";

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}(-dirty)?");
    private static final int MOST_BYTES = 1 << 20;

    private BuildFacts() {}

    static RunEnvironment environment() {
        return new RunEnvironment(
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Version.NUMBER,
                commit(System.getProperty("zavora.app", "")));
    }

    /** @param folder of the program, empty when it was not started by its launcher */
    private static Optional<String> commit(String folder) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try {
            var bytes = WholeFile.read(Path.of(folder, COMMIT_FILE), MOST_BYTES);
            return Optional.of(new String(bytes, StandardCharsets.US_ASCII).strip())
                    .filter(text -> COMMIT.matcher(text).matches());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }
}
