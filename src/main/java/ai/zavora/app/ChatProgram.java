package ai.zavora.app;

import ai.zavora.adapter.provider.Providers;
import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.config.Layer;
import ai.zavora.base.config.RunSettings;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ExitCodes;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.agent.TurnResult;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.command.ChatSetup;
import ai.zavora.core.command.ChatState;
import ai.zavora.core.llm.GuardedModelClient;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.Part;
import ai.zavora.core.session.Hold;
import ai.zavora.core.session.SeenSession;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.surface.chat.ChatConsole;
import ai.zavora.surface.chat.ChatStreams;
import ai.zavora.surface.chat.ChatTerminal;
import ai.zavora.surface.chat.LineChat;
import ai.zavora.surface.cli.Invocation;
import ai.zavora.surface.cli.Version;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** The chat command: the line-mode surface over a live agent. */
final class ChatProgram {

    private final Runtimes runtimes;
    private final Invocation invocation;
    private final Settings settings;
    private final FirstRun firstRun;
    private final CommandRecord record;
    private final IntUnaryOperator interruptCode;

    /** @param interruptCode what the process ends with because of a signal; what it is given when none came */
    ChatProgram(Runtimes runtimes, FirstRun firstRun, CommandRecord record, IntUnaryOperator interruptCode) {
        this.runtimes = runtimes;
        this.invocation = runtimes.invocation();
        this.settings = invocation.settings();
        this.firstRun = firstRun;
        this.record = record;
        this.interruptCode = interruptCode;
    }

    int run() throws InterruptedException {
        var streams = invocation.streams();
        var out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
        try {
            // asked before the console takes the terminal
            var route = firstRun.route();
            record.modelResolved(route, "chat");
            try (var console = ChatConsole.open(new ChatStreams(streams.in(), out, streams.err()), terminal());
                    var runtime =
                            new WatchedRuntime(runtimes.openWatched(route, console.approver()), setup().session())) {
                record.telemetry()
                        .record(
                                "chat.started",
                                routeFields(route)
                                        .put("profile", settings.profile().name())
                                        .build());
                if (GuardedModelClient.buffers(settings.guardrails().output())) {
                    streams.err().println("Answers are shown when they are complete: guardrail_output_mode is block.");
                }
                var state = new ChatState(
                        runtime, setup(), Providers.all(), runtimes.console().clock(), runtime::hold);
                var code = new LineChat(console, runtime, state).run();
                return ended(code);
            }
        } catch (ZavoraException e) {
            record.failed(Failure.of(e));
            throw e;
        } catch (RuntimeException | Error e) {
            record.brokeOff(e);
            throw e;
        }
    }

    /** Records how the chat ended; the process's exit code. */
    private int ended(int code) {
        switch (code) {
            case 0 -> record.completed();
            case LineChat.STOPPED, LineChat.HUNG_UP -> {
                var stopped = interruptCode.applyAsInt(code);
                record.failed(Failure.interrupted(stopped));
                return stopped;
            }
            case ExitCodes.OUTPUT_CLOSED -> record.failed(Failure.outputClosed());
            default ->
                record.failed(new Failure(
                        ErrorKind.ofExitCode(code).name(),
                        "The last turn or command of the chat failed",
                        "What was wrong with it was said on standard error.",
                        code));
        }
        return code;
    }

    private ChatSetup setup() {
        var sessions = settings.sessions();
        var folder = runtimes.console().workingFolder().getFileName();
        return new ChatSetup(
                new SessionKey(sessions.app(), sessions.user(), sessions.id()),
                folder == null ? "/" : folder.toString(),
                settings.profile().name(),
                runtimes.models()
                        .knownPlanner()
                        .map(known -> known.provider() + "/" + known.model())
                        .orElse("none"),
                Version.NUMBER,
                GivenOptions.ofSession(settings, Set.of(Layer.FLAG)).text(),
                GivenOptions.ofAdvice(settings));
    }

    private ChatTerminal terminal() {
        return new ChatTerminal(
                terminals(),
                settings.terminal().type(),
                switch (settings.terminal().colour()) {
                    case WANTED -> ChatTerminal.Style.COLOUR;
                    case UNWANTED -> ChatTerminal.Style.PLAIN;
                },
                Optional.of(settings.userFolder().resolve("chat-history")),
                runtimes.guardrails()::alters);
    }

    private Set<ChatTerminal.Stream> terminals() {
        var terminals = EnumSet.noneOf(ChatTerminal.Stream.class);
        for (var stream : invocation.streams().terminals()) {
            terminals.add(
                    switch (stream) {
                        case IN -> ChatTerminal.Stream.IN;
                        case OUT -> ChatTerminal.Stream.OUT;
                        case ERR -> ChatTerminal.Stream.ERR;
                    });
        }
        return terminals;
    }

    private static JsonValue.ObjectBuilder routeFields(ModelRoute route) {
        return JsonValue.object().put("provider", route.provider()).put("model", route.model());
    }

    /** Tells telemetry what the agent does. */
    private final class WatchedRuntime implements AgentRuntime {
        private final AgentRuntime runtime;
        private SessionKey held;
        private Hold hold;
        private SeenSession seen;

        WatchedRuntime(AgentRuntime runtime, SessionKey session) {
            this.runtime = runtime;
            this.held = session;
            session.requireUsable(runtime.sessions());
            this.hold = runtime.sessions().hold(session);
            this.seen = new SeenSession(runtime.sessions(), session);
        }

        /** The session of the chat stays marked as in use between its turns. */
        private void hold(SessionKey key) {
            if (!key.equals(held)) {
                var next = runtime.sessions().hold(key);
                hold.close();
                hold = next;
                held = key;
                seen = new SeenSession(runtime.sessions(), key);
            }
        }

        @Override
        public ModelRoute route() {
            return runtime.route();
        }

        @Override
        public void renew() throws InterruptedException {
            runtime.renew();
        }

        @Override
        public TurnResult run(SessionKey key, UserInput input, Consumer<TurnEvent> events) throws InterruptedException {
            hold(key);
            for (var part : input.parts()) {
                if (part instanceof Part.Text(var prompt)) {
                    runtimes.models().checkLength(route(), prompt);
                }
            }
            try (var turn = record.telemetry().inSession(key.id()).turn("line")) {
                if (seen.goneOn()) {
                    events.accept(new TurnEvent.Notice(
                            "Somebody else has gone on with this session; the model is shown that as well."));
                }
                return runtime.run(key, input, event -> {
                    turn.accept(event);
                    events.accept(event);
                });
            } catch (ZavoraException e) {
                throw shown(e);
            } finally {
                seen.look();
            }
        }

        private ZavoraException shown(ZavoraException e) {
            return settings.run().sensitive() == RunSettings.Sensitive.SHOWN
                    ? e
                    : new ZavoraException(
                            e.kind(),
                            e.wording().map(Redaction::databaseAddresses),
                            Redaction.databaseAddresses(e.hint()),
                            e);
        }

        @Override
        public void switchTo(String provider, Optional<String> model) {
            var before = route();
            runtime.switchTo(provider, model);
            var event = before.provider().equals(route().provider()) ? "chat.model_switched" : "chat.provider_switched";
            record.telemetry().record(event, routeFields(route()).build());
            record.modelResolved(route(), "chat");
        }

        @Override
        public SessionStore sessions() {
            return runtime.sessions();
        }

        @Override
        public void close() {
            hold.close();
            runtime.close();
        }
    }
}
