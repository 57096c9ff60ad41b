package ai.zavora.core.command;

/** {@code /new}: begins a new session. */
final class NewCommand implements SlashCommand {
    @Override
    public String name() {
        return "new";
    }

    @Override
    public String arguments() {
        return "[ID]";
    }

    @Override
    public String summary() {
        return "Start a new session; the model forgets this one";
    }

    @Override
    public String details() {
        return "Starts a session in which nothing was said yet. The old one is kept where sessions are stored. Without"
                + " an id one is made up.";
    }

    @Override
    public Outcome run(Arguments arguments, ChatState state) {
        return new Outcome.NewSession(state.startSession(arguments.value()));
    }
}
