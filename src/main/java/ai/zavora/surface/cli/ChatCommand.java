package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Switch;
import ai.zavora.surface.cli.syntax.UsageException;
import java.util.List;

/** {@code chat}: a conversation. */
final class ChatCommand implements Command {

    private static final Switch CONTINUE = new Switch("--continue", "Goes on with the session that was updated last.");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "chat",
                """
                Talks with the model, line by line.

                /help lists what can be typed beside messages: switching provider or model without losing the \
                conversation, beginning a new one, usage. Ctrl-C cancels the answer in progress, Ctrl-D or /exit \
                leaves. Piped input is taken as one message per line.""",
                List.of(),
                List.of(CONTINUE),
                OptionGroup.ofTurns(),
                List.of(
                        new Example("zavora-cli chat", "with the configured model"),
                        new Example("zavora-cli chat --provider ollama --model llama4", "with a model of Ollama"),
                        new Example(
                                "zavora-cli chat --session-backend sqlite --session-id plans",
                                "keep and continue the conversation")));
    }

    @Override
    public boolean recordsItself() {
        return true;
    }

    @Override
    public int run(Invocation invocation) throws UsageException, InterruptedException {
        return ChatStart.of(
                invocation,
                () -> invocation.arguments().has(CONTINUE)
                        ? invocation.inSession(
                                new Resumption(invocation).alone("--continue").last())
                        : invocation);
    }
}
