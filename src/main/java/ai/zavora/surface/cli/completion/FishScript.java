package ai.zavora.surface.cli.completion;

import java.util.List;

/** For fish 3. */
final class FishScript {
    private final List<CompletionNode> nodes;
    private final List<CompletedFlag> general;

    FishScript(List<CompletionNode> nodes, List<CompletedFlag> general) {
        this.nodes = nodes;
        this.general = general;
    }

    String text() {
        var text = new StringBuilder("""
                # fish completion for zavora-cli; made by: zavora-cli completion fish
                function __zavora_cli_at
                    set -l at ''
                    set -l skip 0
                    for word in (commandline -opc)[2..-1]
                        if test $skip = 1
                            set skip 0
                            continue
                        end
                        switch $word
                            case %s
                                set skip 1
                            case '-*'
                            case '*'
                                if contains -- "$at $word" %s
                                    set at "$at $word"
                                end
                        end
                    end
                    test "$at" = "$argv[1]"
                end
                complete -c zavora-cli -f
                """.formatted(
                        CompletionScripts.valueFlags(CompletionScripts.all(general, nodes), " "),
                        BashScript.paths(nodes).replace(" | ", " ")));
        for (var node : nodes) {
            node(text, node);
        }
        for (var flag : general) {
            text.append("complete -c zavora-cli");
            flag(text, flag);
        }
        return text.toString();
    }

    private static void node(StringBuilder text, CompletionNode node) {
        var at = node.path().isEmpty() ? "" : " " + node.path();
        for (var word : node.words()) {
            condition(text, at);
            text.append(" -a ").append(word.text());
            described(text, word.meaning());
        }
        for (var own : node.options()) {
            condition(text, at);
            flag(text, own);
        }
    }

    private static void condition(StringBuilder text, String at) {
        text.append("complete -c zavora-cli -n '__zavora_cli_at \"").append(at).append("\"'");
    }

    private static void flag(StringBuilder text, CompletedFlag flag) {
        for (var spelling : flag.spellings()) {
            text.append(spelling.startsWith("--") ? " -l " + spelling.substring(2) : " -s " + spelling.substring(1));
        }
        switch (flag.values()) {
            case NONE -> {}
            case CHOICES ->
                text.append(" -x -a '").append(String.join(" ", flag.choices())).append('\'');
            case FILES -> text.append(" -r -F");
            case FREE -> text.append(" -x");
        }
        described(text, flag.meaning());
    }

    private static void described(StringBuilder text, String meaning) {
        if (!meaning.isEmpty()) {
            text.append(" -d '")
                    .append(meaning.replace("\\", "\\\\").replace("'", "\\'"))
                    .append('\'');
        }
        text.append('\n');
    }
}
