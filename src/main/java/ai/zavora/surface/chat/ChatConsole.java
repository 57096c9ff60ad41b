package ai.zavora.surface.chat;

import ai.zavora.core.policy.Approver;
import java.io.IOException;

/**
 * The person's side of a chat: the keyboard or pipe and the screen. Opened before the agent, whose tool gate needs
 * {@link #approver()}; closed after it. Closing puts the terminal back as it was; a program that is told to end
 * (SIGTERM, SIGHUP) does the same.
 */
public final class ChatConsole implements AutoCloseable {
    private final ChatTerminal terminal;
    private final LineInput input;
    private final Screen screen;
    private final Thread restorer;

    private ChatConsole(ChatTerminal terminal, LineInput input, Screen screen) {
        this.terminal = terminal;
        this.input = input;
        this.screen = screen;
        this.restorer = new Thread(this::restore, "terminal-restorer");
    }

    /** Opens the way to the person that fits: line editing on a terminal that can, plain lines elsewhere. */
    public static ChatConsole open(ChatStreams streams, ChatTerminal terminal) {
        var console = new ChatConsole(terminal, input(streams, terminal), new Screen(streams, terminal));
        Runtime.getRuntime().addShutdownHook(console.restorer);
        return console;
    }

    // the editing classes load only behind this test
    private static LineInput input(ChatStreams streams, ChatTerminal terminal) {
        if (!terminal.is(ChatTerminal.Stream.IN)) {
            return new PipedInput(streams);
        }
        if (terminal.editable()) {
            try {
                return new EditedInput(terminal, streams.out());
            } catch (IOException | IllegalStateException e) {
                streams.err().println("note: no line editing on this terminal");
            }
        }
        return new TypedInput(streams, terminal.is(ChatTerminal.Stream.OUT) ? streams.out() : streams.err());
    }

    /** Who answers for the person; where nobody can be asked, it denies. */
    public Approver approver() {
        return input.interactive() ? new TerminalApprover(input, screen) : Approver.headless();
    }

    LineInput input() {
        return input;
    }

    Screen screen() {
        return screen;
    }

    ChatTerminal terminal() {
        return terminal;
    }

    private void restore() {
        screen.endAnswer();
        input.close();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(restorer);
        } catch (IllegalStateException alreadyEnding) {
            // then the hook does it
            return;
        }
        restore();
    }
}
