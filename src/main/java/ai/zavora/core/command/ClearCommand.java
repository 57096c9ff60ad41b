package ai.zavora.core.command;

/** {@code /clear}: empties the screen and nothing else. */
final class ClearCommand implements SlashCommand {
    @Override
    public String name() {
        return "clear";
    }

    @Override
    public String summary() {
        return "Clear the screen; the session goes on";
    }

    @Override
    public String details() {
        return "Clears the screen. The session goes on and the model still knows what was said; /new starts afresh.";
    }

    @Override
    public Outcome run(Arguments arguments, ChatState state) {
        return new Outcome.ClearScreen();
    }
}
