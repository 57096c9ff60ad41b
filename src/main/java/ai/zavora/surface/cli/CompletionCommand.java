package ai.zavora.surface.cli;

import ai.zavora.base.text.KeyLike;
import ai.zavora.base.text.Nearest;
import ai.zavora.surface.cli.ask.ResultStream;
import ai.zavora.surface.cli.completion.CompletedFlag;
import ai.zavora.surface.cli.completion.CompletionNode;
import ai.zavora.surface.cli.completion.CompletionScripts;
import ai.zavora.surface.cli.syntax.Arguments;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import ai.zavora.surface.cli.syntax.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code completion}: the script that lets a shell complete our commands and options. */
final class CompletionCommand implements StandaloneCommand {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "completion",
                "Prints the completion script of a shell. Reads no configuration.",
                List.of(new Operand("SHELL", Count.ONCE, "bash, zsh or fish.", CompletionScripts.SHELLS)),
                List.of(),
                Set.of(),
                List.of(
                        new Example("source <(zavora-cli completion bash)", "for this bash"),
                        new Example(
                                "zavora-cli completion zsh > ~/.zfunc/_zavora-cli", "for zsh, with ~/.zfunc in fpath"),
                        new Example(
                                "zavora-cli completion fish > ~/.config/fish/completions/zavora-cli.fish",
                                "for fish")));
    }

    @Override
    public int print(Arguments arguments, Streams streams) throws UsageException {
        var shell = arguments.words().getFirst();
        if (!CompletionScripts.SHELLS.contains(shell)) {
            throw new UsageException(
                    KeyLike.quoted(shell) + " is not one of " + String.join(", ", CompletionScripts.SHELLS),
                    Nearest.to(shell, CompletionScripts.SHELLS)
                            .map(nearest -> "Did you mean '" + nearest + "'?")
                            .orElse("Write one of them."));
        }
        new ResultStream(streams.out()).write(CompletionScripts.script(shell, nodes()));
        return 0;
    }

    /** All commands with what can follow them, the program itself first. */
    static List<CompletionNode> nodes() {
        var nodes = new ArrayList<CompletionNode>();
        collect(new RootCommand(), nodes);
        return nodes;
    }

    private static void collect(Command command, List<CompletionNode> nodes) {
        var syntax = command.syntax();
        var words = new ArrayList<CompletionNode.Word>();
        for (var entry : command.subcommands()) {
            words.add(new CompletionNode.Word(entry.name(), entry.summary()));
        }
        for (var operand : syntax.operands()) {
            for (var choice : operand.choices()) {
                words.add(new CompletionNode.Word(choice, ""));
            }
        }
        var options = new ArrayList<CompletedFlag>();
        for (var own : syntax.options()) {
            options.add(CompletedFlag.of(own));
        }
        nodes.add(new CompletionNode(syntax.path(), words, options));
        for (var entry : command.subcommands()) {
            collect(entry.command().get(), nodes);
        }
    }
}
