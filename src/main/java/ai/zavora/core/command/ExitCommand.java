package ai.zavora.core.command;

import java.util.List;

/** {@code /exit}: ends the chat. */
final class ExitCommand implements SlashCommand {
    @Override
    public String name() {
        return "exit";
    }

    @Override
    public List<String> aliases() {
        return List.of("quit");
    }

    @Override
    public String summary() {
        return "Leave; so do exit and Ctrl-D";
    }

    @Override
    public Outcome run(Arguments arguments, ChatState state) {
        return new Outcome.Quit();
    }
}
