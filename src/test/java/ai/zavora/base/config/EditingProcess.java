package ai.zavora.base.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A process that adds many profiles, one after another. Arguments: file, prefix of their names, how many. */
final class EditingProcess {
    private EditingProcess() {}

    public static void main(String[] args) throws InterruptedException {
        for (var i = 0; i < Integer.parseInt(args[2]); i++) {
            new ProfileEdit(args[1] + i, Map.of("model", Optional.of("m" + i))).apply(Path.of(args[0]));
        }
    }
}
