package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import ai.zavora.surface.cli.syntax.UsageException;
import java.util.List;

/** {@code sessions resume}: a chat that goes on with a session. */
final class SessionsResumeCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions resume",
                """
                Goes on with a session in a chat: the one named, else on a terminal the one picked from a list, else \
                the one that was updated last.

                An answer that is both a number of the list and the id of another session is asked back; = before an \
                id always means the id.""",
                List.of(new Operand("ID", Count.AT_MOST_ONCE, "The session.", List.of())),
                List.of(),
                OptionGroup.ofTurns(),
                List.of(
                        new Example("zavora-cli sessions resume", "pick one"),
                        new Example("zavora-cli sessions resume plans", "this one"),
                        new Example("zavora-cli chat --continue", "the last one, without asking")));
    }

    @Override
    public boolean recordsItself() {
        return true;
    }

    @Override
    public int run(Invocation invocation) throws UsageException, InterruptedException {
        return ChatStart.of(invocation, () -> {
            var words = invocation.arguments().words();
            var resumption = new Resumption(invocation).alone("sessions resume");
            return invocation.inSession(words.isEmpty() ? resumption.picked() : resumption.existing(words.getFirst()));
        });
    }
}
