package ai.zavora.surface.cli.completion;

import ai.zavora.base.text.ShellWords;
import java.util.ArrayList;
import java.util.List;

/** For zsh 5. */
final class ZshScript {
    private final List<CompletionNode> nodes;
    private final List<CompletedFlag> general;
    private final List<CompletedFlag> all;

    ZshScript(List<CompletionNode> nodes, List<CompletedFlag> general) {
        this.nodes = nodes;
        this.general = general;
        this.all = CompletionScripts.all(general, nodes);
    }

    String text() {
        return """
                #compdef zavora-cli
                # zsh completion for zavora-cli; made by: zavora-cli completion zsh
                _zavora_cli() {
                    local cur=$words[CURRENT] prev=$words[CURRENT-1] at='' skip='' word
                    local -a offered switches options
                    for word in "${(@)words[2,CURRENT-1]}"; do
                        if [[ -n $skip ]]; then
                            skip=''
                            continue
                        fi
                        case $word in
                            (--) return ;;
                            (%s) skip=1 ;;
                            (-*) ;;
                            (*)
                                case "$at $word" in
                                    (%s) at="$at $word" ;;
                                esac
                                ;;
                        esac
                    done
                    case $prev in
                %s    esac
                    case $at in
                %s    esac
                    if [[ $cur == -* ]]; then
                        options=(
                %s        )
                        _describe -o option options -- switches
                    else
                        _describe command offered
                    fi
                }
                if [[ $funcstack[1] == _zavora_cli ]]; then
                    _zavora_cli "$@"
                else
                    compdef _zavora_cli zavora-cli
                fi
                """.formatted(
                        CompletionScripts.valueFlags(all, "|"),
                        BashScript.paths(nodes).replace(" | ", "|"),
                        CompletionScripts.values(all, nodes, "(", "|", ZshScript::offer),
                        words(),
                        options());
    }

    private static String offer(CompletedFlag flag) {
        return switch (flag.values()) {
            case CHOICES -> "compadd -- " + String.join(" ", flag.choices()) + "; ";
            case FILES -> "_files; ";
            case FREE, NONE -> "";
        };
    }

    private String words() {
        var text = new StringBuilder();
        for (var node : nodes) {
            text.append("        ('")
                    .append(node.path().isEmpty() ? "" : " ")
                    .append(node.path())
                    .append("') offered=(")
                    .append(described(node.words()))
                    .append(") switches=(")
                    .append(described(spellings(node)))
                    .append(") ;;\n");
        }
        return text.toString();
    }

    private static String described(List<CompletionNode.Word> words) {
        var text = new StringBuilder();
        for (var word : words) {
            text.append(text.isEmpty() ? "" : " ").append(quoted(word.text(), word.meaning()));
        }
        return text.toString();
    }

    private static List<CompletionNode.Word> spellings(CompletionNode node) {
        var words = new ArrayList<CompletionNode.Word>();
        for (var flag : node.options()) {
            for (var spelling : flag.spellings()) {
                words.add(new CompletionNode.Word(spelling, flag.meaning()));
            }
        }
        return words;
    }

    private String options() {
        var text = new StringBuilder();
        for (var flag : general) {
            for (var spelling : flag.spellings()) {
                text.append("            ")
                        .append(quoted(spelling, flag.meaning()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String quoted(String word, String meaning) {
        var text = meaning.isEmpty() ? word : word + ":" + meaning.replace(":", "\\:");
        return ShellWords.quoted(text);
    }
}
