package ai.zavora.surface.chat;

import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.ShellWords;
import ai.zavora.core.command.ChatState;
import java.util.List;
import java.util.Optional;

/** What a person is told when a chat begins and ends. */
final class Banner {
    private static final int WIDTH = 80;

    private final ChatState state;

    Banner(ChatState state) {
        this.state = state;
    }

    /** One line and how it is meant. */
    record Line(Tone tone, String text) {}

    List<Line> lines(ChatTerminal terminal) {
        var setup = state.setup();
        var worker = state.route().provider() + "/" + state.route().model();
        var keys = terminal.editable() ? " · Ctrl-J starts a new line" : "";
        return List.of(
                line(Tone.ACCENT, "zavora-cli " + setup.version() + " in " + setup.workspace()),
                line(Tone.DIM, "worker  " + worker),
                line(Tone.DIM, "planner " + setup.planner()),
                line(Tone.DIM, "session " + state.session().id()),
                line(Tone.DIM, "/help · /models · /status · /exit leaves" + keys));
    }

    private static Line line(Tone tone, String text) {
        return new Line(tone, cut(ControlFilter.line(text)));
    }

    // counts every character beyond Latin, Greek and Cyrillic as two columns: too short is harmless, too long wraps
    private static String cut(String text) {
        var columns = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            columns += text.codePointAt(i) < 0x1100 ? 1 : 2;
            if (columns > WIDTH - 3) {
                return text.substring(0, i) + "...";
            }
        }
        return text;
    }

    /** How to come back; empty when there is nothing to come back to. */
    static Optional<String> farewell(ChatState state) {
        if (!state.isKept()) {
            return Optional.empty();
        }
        // behind a blank it would be taken for an option
        var between = state.session().id().startsWith("-") ? "=" : " ";
        return Optional.of(ControlFilter.line(
                "Continue with: zavora-cli chat" + state.setup().options() + " --session-id" + between
                        + ShellWords.word(state.session().id())));
    }
}
