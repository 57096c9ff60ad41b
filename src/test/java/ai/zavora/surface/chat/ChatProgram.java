package ai.zavora.surface.chat;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.command.ChatSetup;
import ai.zavora.core.command.ChatState;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.tool.Access;
import ai.zavora.testing.ForwardingStore;
import ai.zavora.testing.Providers;
import ai.zavora.testing.ScriptedRuntime;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jline.utils.Signals;

/**
 * A chat with a scripted agent, run in a terminal of its own by tests. Arguments: the history file, {@code TERM}, which
 * of {@code in,out,err} are terminals, and optionally {@code plain}. What is said decides what the agent does.
 */
public final class ChatProgram {
    private ChatProgram() {}

    public static void main(String[] args) {
        // as the program does: a signal interrupts the thread that does the work
        var worker = Thread.currentThread();
        Signals.register("TERM", worker::interrupt);
        var terminals = EnumSet.noneOf(ChatTerminal.Stream.class);
        for (var name : args[2].split(",")) {
            terminals.add(ChatTerminal.Stream.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        var style = args.length > 3 ? ChatTerminal.Style.PLAIN : ChatTerminal.Style.COLOUR;
        var terminal = new ChatTerminal(terminals, args[1], style, Optional.of(Path.of(args[0])), _ -> false);
        var streams = new ChatStreams(System.in, System.out, System.err);
        int code;
        try (var console = ChatConsole.open(streams, terminal)) {
            var approver = console.approver();
            var clock = InstantSource.system();
            var runtime =
                    new ScriptedRuntime(new LastingStore(clock), (prompt, events) -> answer(prompt, events, approver));
            var setup = new ChatSetup(
                    new SessionKey("zavora", "me", "default"),
                    "project",
                    "default",
                    "openai/gpt-large",
                    "1.0.0",
                    "",
                    GivenOptions.NONE);
            code = new LineChat(console, runtime, new ChatState(runtime, setup, Providers.two(), clock, _ -> {})).run();
        }
        System.out.println("exit code " + code);
        System.exit(code);
    }

    /** Stands for one on a disk. */
    private static final class LastingStore extends ForwardingStore {
        LastingStore(InstantSource clock) {
            super(new MemoryStore(clock));
        }

        @Override
        public boolean keeps() {
            return true;
        }
    }

    private static String answer(String prompt, Consumer<TurnEvent> events, Approver approver)
            throws InterruptedException {
        return switch (prompt) {
            case "stream" -> {
                say("starting ", events);
                // nothing ever releases it: only an interrupt ends this turn
                new Semaphore(0).acquire();
                yield "";
            }
            case "stubborn" -> {
                say("cannot stop ", events);
                try {
                    new Semaphore(0).acquire();
                } catch (InterruptedException e) {
                    say("still here ", events);
                    new Semaphore(0).acquireUninterruptibly();
                }
                yield "";
            }
            case "tool" -> {
                var call = new ToolCall(
                        "1",
                        "shell",
                        JsonValue.object().put("command", "rm -rf build\033[2K").build());
                events.accept(new TurnEvent.ToolRequested("1", "shell", call.arguments()));
                var answer = approver.ask(
                        new Approver.ApprovalRequest(
                                call, List.of(new Access.Exec(List.of("rm", "-rf", "build"))), "it changes files"),
                        given -> events.accept(new TurnEvent.ToolDecided("1", "shell", "approved", given.name())));
                yield say("answered " + answer, events);
            }
            case "fail" -> throw new ZavoraException(ErrorKind.PROVIDER, "The model is away.", "Wait a little.");
            case "wide" -> say("日本語 👩‍👩‍👧 naïve", events);
            default -> say("You said: " + prompt.replace("\n", "\\n"), events);
        };
    }

    private static String say(String text, Consumer<TurnEvent> events) {
        events.accept(new TurnEvent.TextDelta("assistant", text));
        return text;
    }
}
