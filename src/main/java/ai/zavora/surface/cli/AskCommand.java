package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import java.util.List;

/** {@code ask}: one prompt, one answer. */
final class AskCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "ask",
                """
                Asks once and prints the answer.

                The prompt is put together from the words, then every file given with --file, then standard input. \
                Standard input is read when it is not a terminal, unless --no-stdin is given. Each source may hold \
                16 MiB of UTF-8 text.

                Nothing is ever asked back: a tool that needs approval and does not have it is refused. Results go to \
                standard output, everything else to standard error.""",
                List.of(new Operand("PROMPT", Count.ANY, "The words of the prompt, joined by spaces.", List.of())),
                List.of(),
                OptionGroup.ofTurns(),
                List.of(
                        new Example("zavora-cli ask \"What is a monad?\"", "the answer as text"),
                        new Example("zavora-cli ask -f a.py -f b.py \"Compare these\"", "with two files"),
                        new Example("git diff | zavora-cli ask -o stream-json \"Review\"", "events as JSON lines"),
                        new Example(
                                "zavora-cli ask --session-backend sqlite --session-id s1 \"Go on\"",
                                "continue a conversation"),
                        new Example("zavora-cli ask --provider local \"Hello\"", "without network and key")));
    }

    @Override
    public boolean recordsItself() {
        return true;
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        return invocation.services().ask(invocation);
    }
}
