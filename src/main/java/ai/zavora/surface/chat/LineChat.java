package ai.zavora.surface.chat;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ExitCodes;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.command.ChatState;
import ai.zavora.core.command.ContextShare;
import ai.zavora.core.command.SlashCommands;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The chat's loop: a line is a slash command or a turn, and no failure of either ends it. It ends with {@code /exit}, at
 * the end of the input, or at the second of two quick Ctrl-C.
 */
public final class LineChat {
    /**
     * The exit code of a chat that was stopped: its thread was interrupted, or Ctrl-C came again while a turn would not
     * end. It is what shells make of SIGINT.
     */
    public static final int STOPPED = 130;

    /** The exit code of a chat whose terminal has gone, which may be seen before SIGHUP comes: what shells make of that. */
    public static final int HUNG_UP = 129;

    private static final long SECOND_PRESS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final AgentRuntime runtime;
    private final ChatConsole console;
    private final ChatState state;
    private final Screen screen;
    private final LineInput input;
    private final SlashCommands commands = new SlashCommands();
    private final CommandView commandView;
    private int exitCode;

    /** @param state the chat's state over the same runtime */
    public LineChat(ChatConsole console, AgentRuntime runtime, ChatState state) {
        this.console = console;
        this.runtime = runtime;
        this.state = state;
        this.screen = console.screen();
        this.input = console.input();
        this.commandView = new CommandView(screen, input, state.setup().database());
    }

    /**
     * Runs the chat to its end.
     *
     * @return the exit code. With a person at the terminal: 0, {@link #STOPPED} or {@link #HUNG_UP}.
     *     {@link ExitCodes#OUTPUT_CLOSED} when nobody reads on. Between pipes: the code of the last turn or command that
     *     failed, 0 again once a later turn succeeds
     */
    public int run() {
        input.complete(new Completion(commands, state));
        if (input.interactive()) {
            new Banner(state).lines(console.terminal()).forEach(line -> screen.note(line.tone(), line.text()));
        }
        try {
            loop();
        } finally {
            screen.endAnswer();
        }
        if (input.interactive()) {
            Banner.farewell(state).ifPresent(text -> screen.note(Tone.DIM, text));
        }
        var ended = exitCode == STOPPED || exitCode == HUNG_UP;
        if (screen.broken() && !ended) {
            return ExitCodes.OUTPUT_CLOSED;
        }
        return input.interactive() && !ended ? 0 : exitCode;
    }

    private void loop() {
        var pressedAt = 0L;
        var pressed = false;
        while (!screen.broken()) {
            switch (input.read(new Prompt(share()))) {
                case Reading.End _ -> {
                    endPromptLine();
                    return;
                }
                case Reading.Interrupted(var discarded) -> {
                    var now = System.nanoTime();
                    // who discards one line after the other does not want to leave
                    if (pressed && discarded.isEmpty() && now - pressedAt < SECOND_PRESS_NANOS) {
                        return;
                    }
                    pressed = true;
                    pressedAt = now;
                    screen.note(Tone.DIM, "Press Ctrl-C again to leave, or type /exit.");
                }
                case Reading.Gone _ -> {
                    exitCode = HUNG_UP;
                    return;
                }
                case Reading.Stopped _ -> {
                    exitCode = STOPPED;
                    return;
                }
                case Reading.Unreadable(var message, var hint) -> fail(ErrorKind.INPUT, message, hint);
                case Reading.Line(var text) -> {
                    pressed = false;
                    if (!accept(text.strip())) {
                        return;
                    }
                }
            }
        }
    }

    private Optional<ContextShare> share() {
        return input.interactive() ? ContextShare.of(state) : Optional.empty();
    }

    // Ctrl-D leaves the cursor behind the prompt
    private void endPromptLine() {
        if (input.interactive()) {
            screen.note(Tone.PLAIN, "");
        }
    }

    /** Whether the chat goes on. */
    private boolean accept(String line) {
        if (line.isEmpty()) {
            return true;
        }
        if (commands.isCommand(line)) {
            return switch (commandView.show(commands.run(line, state))) {
                case CommandView.Next.Continue _ -> true;
                case CommandView.Next.Failed(var kind) -> {
                    exitCode = kind.exitCode();
                    yield true;
                }
                case CommandView.Next.Leave _ -> false;
            };
        }
        return turn(line);
    }

    private boolean turn(String line) {
        var view = new TurnView(screen);
        var ending = new TurnThread(input).run(() -> runtime.run(state.session(), UserInput.text(line), view));
        screen.endAnswer();
        return switch (ending) {
            case TurnThread.Ending.Answered _ -> {
                exitCode = 0;
                yield true;
            }
            case TurnThread.Ending.Failed(var kind, var message, var hint) -> {
                fail(kind, message, hint);
                yield true;
            }
            case TurnThread.Ending.Cancelled _ -> {
                if (!screen.broken()) {
                    screen.note(Tone.DIM, "Cancelled.");
                }
                yield true;
            }
            case TurnThread.Ending.Stopped _ -> {
                exitCode = STOPPED;
                yield false;
            }
        };
    }

    private void fail(ErrorKind kind, String message, String hint) {
        exitCode = kind.exitCode();
        commandView.error(kind, message, hint);
    }
}
