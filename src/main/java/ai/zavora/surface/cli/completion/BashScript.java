package ai.zavora.surface.cli.completion;

import java.util.ArrayList;
import java.util.List;

/** For bash 3.2 and newer. */
final class BashScript {
    private final List<CompletionNode> nodes;
    private final List<CompletedFlag> general;
    private final List<CompletedFlag> all;

    BashScript(List<CompletionNode> nodes, List<CompletedFlag> general) {
        this.nodes = nodes;
        this.general = general;
        this.all = CompletionScripts.all(general, nodes);
    }

    String text() {
        return """
                # bash completion for zavora-cli; made by: zavora-cli completion bash
                _zavora_cli() {
                    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
                    local at='' words='' switches='' skip='' word i
                    # bash splits --flag=value into three words
                    if [[ $cur == = ]]; then
                        cur=''
                    elif [[ $prev == = ]] && ((COMP_CWORD > 1)); then
                        prev=${COMP_WORDS[COMP_CWORD-2]}
                    fi
                    for ((i = 1; i < COMP_CWORD; i++)); do
                        word=${COMP_WORDS[i]}
                        if [[ -n $skip ]]; then
                            skip=''
                            continue
                        fi
                        case $word in
                            --) return ;;
                            %s) skip=1 ;;
                            -*) ;;
                            *)
                                case "$at $word" in
                                    %s) at="$at $word" ;;
                                esac
                                ;;
                        esac
                    done
                    case $prev in
                %s    esac
                    case $at in
                %s    esac
                    if [[ $cur == -* ]]; then
                        words="%s $switches"
                    fi
                    COMPREPLY=($(compgen -W "$words" -- "$cur"))
                }
                complete -F _zavora_cli zavora-cli
                """.formatted(
                        CompletionScripts.valueFlags(all, " | "),
                        paths(nodes),
                        CompletionScripts.values(all, nodes, "", " | ", BashScript::offer),
                        words(),
                        spellings(general));
    }

    /** The paths of all commands below the program, each quoted and begun with a blank. */
    static String paths(List<CompletionNode> nodes) {
        var paths = new ArrayList<String>();
        for (var node : nodes) {
            if (!node.path().isEmpty()) {
                paths.add("' " + node.path() + "'");
            }
        }
        return String.join(" | ", paths);
    }

    private static String offer(CompletedFlag flag) {
        return switch (flag.values()) {
            case CHOICES -> "COMPREPLY=($(compgen -W '" + String.join(" ", flag.choices()) + "' -- \"$cur\")); ";
            case FILES -> "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$cur\")); ";
            case FREE, NONE -> "";
        };
    }

    private String words() {
        var text = new StringBuilder();
        for (var node : nodes) {
            text.append("        '")
                    .append(node.path().isEmpty() ? "" : " ")
                    .append(node.path())
                    .append("') words='")
                    .append(CompletionScripts.texts(node.words()))
                    .append("' switches='")
                    .append(spellings(node.options()))
                    .append("' ;;\n");
        }
        return text.toString();
    }

    private static String spellings(List<CompletedFlag> flags) {
        var spellings = new ArrayList<String>();
        for (var flag : flags) {
            spellings.addAll(flag.spellings());
        }
        return String.join(" ", spellings);
    }
}
