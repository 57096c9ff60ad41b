package ai.zavora.surface.cli.completion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The shells we write completion scripts for. */
public final class CompletionScripts {
    /** Their names, as they are asked for. */
    public static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private CompletionScripts() {}

    /**
     * The script of a shell; the same for the same tree.
     *
     * @param shell one of {@link #SHELLS}
     * @param nodes all commands
     */
    public static String script(String shell, List<CompletionNode> nodes) {
        var general = CompletedFlag.all();
        return switch (shell) {
            case "bash" -> new BashScript(nodes, general).text();
            case "zsh" -> new ZshScript(nodes, general).text();
            case "fish" -> new FishScript(nodes, general).text();
            default -> throw new IllegalArgumentException("not a shell we know: " + shell);
        };
    }

    /** The general flags and those of all commands, each once. */
    static List<CompletedFlag> all(List<CompletedFlag> general, List<CompletionNode> nodes) {
        var flags = new ArrayList<>(general);
        for (var node : nodes) {
            for (var own : node.options()) {
                if (flags.stream().noneMatch(flag -> flag.spellings().equals(own.spellings()))) {
                    flags.add(own);
                }
            }
        }
        return flags;
    }

    /**
     * The flag as each command has it, by the command's path, where it takes one value here and another there; empty where
     * it is the same everywhere.
     */
    private static Map<String, CompletedFlag> owners(CompletedFlag flag, List<CompletionNode> nodes) {
        var owners = new LinkedHashMap<String, CompletedFlag>();
        for (var node : nodes) {
            for (var own : node.options()) {
                if (own.spellings().equals(flag.spellings())) {
                    owners.put(node.path(), own);
                }
            }
        }
        var same = owners.values().stream()
                .allMatch(own -> own.values() == flag.values() && own.choices().equals(flag.choices()));
        return same ? Map.of() : owners;
    }

    /**
     * What is offered behind each flag that takes a value, as the branches of a shell's {@code case}.
     *
     * @param open what a branch begins with
     * @param separator between the words of a branch
     * @param offer the commands that offer the values of a flag, ended by a semicolon
     */
    static String values(
            List<CompletedFlag> flags,
            List<CompletionNode> nodes,
            String open,
            String separator,
            Function<CompletedFlag, String> offer) {
        var text = new StringBuilder();
        for (var flag : flags) {
            if (!flag.takesValue()) {
                continue;
            }
            text.append("        ")
                    .append(open)
                    .append(String.join(separator, flag.spellings()))
                    .append(") ");
            var owners = owners(flag, nodes);
            if (owners.isEmpty()) {
                text.append(offer.apply(flag));
            } else {
                text.append("case $at in");
                owners.forEach((path, own) -> text.append(' ')
                        .append(open)
                        .append("' ")
                        .append(path)
                        .append("') ")
                        .append(offer.apply(own))
                        .append(";;"));
                text.append(" esac; ");
            }
            text.append("return ;;\n");
        }
        return text.toString();
    }

    /** All spellings of the flags that take a value, for a shell's {@code case}. */
    static String valueFlags(List<CompletedFlag> flags, String separator) {
        var text = new StringBuilder();
        for (var flag : flags) {
            if (flag.takesValue()) {
                text.append(text.isEmpty() ? "" : separator).append(String.join(separator, flag.spellings()));
            }
        }
        return text.toString();
    }

    /** The texts of some words, separated by blanks. */
    static String texts(List<CompletionNode.Word> words) {
        var text = new StringBuilder();
        for (var word : words) {
            text.append(text.isEmpty() ? "" : " ").append(word.text());
        }
        return text.toString();
    }
}
