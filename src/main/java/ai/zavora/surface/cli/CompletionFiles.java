package ai.zavora.surface.cli;

import ai.zavora.surface.cli.completion.CompletionScripts;
import java.util.Map;

/** The completion scripts where the shells look for them. */
public final class CompletionFiles {
    private CompletionFiles() {}

    /** Every script by shell and file name, for example {@code zsh/_zavora-cli}. */
    public static Map<String, String> all() {
        var nodes = CompletionCommand.nodes();
        return Map.of(
                "bash/zavora-cli", CompletionScripts.script("bash", nodes),
                "zsh/_zavora-cli", CompletionScripts.script("zsh", nodes),
                "fish/zavora-cli.fish", CompletionScripts.script("fish", nodes));
    }
}
