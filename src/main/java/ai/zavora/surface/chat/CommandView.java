package ai.zavora.surface.chat;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.core.command.Outcome;
import java.util.ArrayList;

/** Shows what slash commands led to, and asks back where they need a choice. */
final class CommandView {

    /** How the chat goes on. */
    sealed interface Next {
        record Continue() implements Next {}

        record Failed(ErrorKind kind) implements Next {}

        record Leave() implements Next {}
    }

    private final Screen screen;
    private final LineInput input;
    private final GivenOptions database;

    /** @param database the options that name the session database, for commands in hints */
    CommandView(Screen screen, LineInput input, GivenOptions database) {
        this.screen = screen;
        this.input = input;
        this.database = database;
    }

    Next show(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Text(var text) -> {
                screen.show(text);
                yield new Next.Continue();
            }
            case Outcome.Switched(var from, var to) -> {
                screen.note(
                        Tone.ACCENT,
                        from.equals(to)
                                ? "Still " + to.provider() + "/" + to.model() + "."
                                : "Now " + to.provider() + "/" + to.model() + "; the session goes on.");
                yield new Next.Continue();
            }
            case Outcome.NewSession(var key) -> {
                screen.note(Tone.ACCENT, "New session " + key.id() + ".");
                yield new Next.Continue();
            }
            case Outcome.ClearScreen _ -> {
                screen.clear();
                yield new Next.Continue();
            }
            case Outcome.Choose choose -> show(choose);
            case Outcome.Failed(var kind, var message, var hint) -> {
                error(kind, message, hint);
                yield new Next.Failed(kind);
            }
            case Outcome.Quit _ -> new Next.Leave();
        };
    }

    private Next show(Outcome.Choose choose) {
        var lines = new ArrayList<String>();
        lines.add(choose.title());
        var width = choose.choices().stream()
                .mapToInt(choice -> choice.id().length())
                .max()
                .orElse(0);
        for (int i = 0; i < choose.choices().size(); i++) {
            var choice = choose.choices().get(i);
            lines.add(String.format("%3d  %-" + width + "s  %s", i + 1, choice.id(), choice.note()));
        }
        screen.lines(Tone.PLAIN, lines);
        return switch (input.ask("Number or id, Enter for no change: ")) {
            case Reading.Line(var reply) -> show(choose.answer().apply(reply));
            case Reading.End _, Reading.Gone _, Reading.Interrupted _, Reading.Stopped _, Reading.Unreadable _ ->
                show(choose.answer().apply(""));
        };
    }

    /** The two lines of an error, as every surface prints them. */
    void error(ErrorKind kind, String message, String hint) {
        screen.note(Tone.ERROR, "[" + kind + "] " + message);
        screen.note(Tone.PLAIN, "Hint: " + database.in(hint));
    }
}
