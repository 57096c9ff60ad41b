package ai.zavora.app;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.app.instance.HeldPidFile;
import ai.zavora.base.config.Settings;
import ai.zavora.base.config.TelemetrySettings.Content;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.agent.GivenHistory;
import ai.zavora.core.agent.Telemetry;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.surface.cli.CliConsole;
import ai.zavora.surface.cli.CliServices.SessionAccess;
import ai.zavora.surface.cli.Invocation;
import ai.zavora.surface.cli.Version;
import ai.zavora.surface.server.ServerServices;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiRequest;
import ai.zavora.surface.server.wire.RequestHandler.Sent;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What the server needs, made of adapters: one journal, and an agent for each session that is spoken in. */
final class ServerProgram implements ServerServices, AutoCloseable {
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final Invocation invocation;
    private final Models models;
    private final Runtimes runtimes;
    private final CommandRecord record;
    private final OwnProcess process;
    private final SessionStore store;
    private final OperatorLog log;
    private volatile @Nullable ModelRoute route;

    /** What is there once in the process of a server. */
    record OwnProcess(Signals signals, HeldPidFile pidFile, CliConsole console, OperatorLog log) {}

    ServerProgram(Invocation invocation, Models models, CommandRecord record, OwnProcess process) {
        this.invocation = invocation;
        this.models = models;
        this.record = record;
        this.process = process;
        this.runtimes = Runtimes.of(invocation, models, process.console())
                .within(invocation.settings().server().turns().patience());
        this.store = Runtimes.journal(invocation.settings(), SessionAccess.CREATE, process.console());
        this.log = process.log();
    }

    @Override
    public Settings settings() {
        return invocation.settings();
    }

    @Override
    public String version() {
        return Version.NUMBER;
    }

    @Override
    public InstantSource clock() {
        return invocation.clock();
    }

    @Override
    public String author() {
        return LiveRuntime.AUTHOR;
    }

    @Override
    public SessionStore sessions() {
        return store;
    }

    @Override
    public AgentRuntime open(Approver approver) throws InterruptedException {
        return runtimes.open(route(), approver, store, () -> {});
    }

    @Override
    public AgentRuntime open(Approver approver, SessionKey key, List<Message> conversation)
            throws InterruptedException {
        var own = new MemoryStore(clock());
        GivenHistory.insert(own, key, conversation, clock());
        return runtimes.open(route(), approver, own, own::close);
    }

    /** Chosen when it is first needed: a server starts without a model, and finds one that comes later. */
    @Override
    public ModelRoute route() throws InterruptedException {
        var known = route;
        return known == null ? chosen(found()) : known;
    }

    /** Without a lock: a vault or an Ollama that is slow must not make those wait in a row who ask meanwhile. */
    private ModelRoute found() throws InterruptedException {
        return models.find()
                .orElseThrow(() -> new ZavoraException(
                        ErrorKind.PROVIDER,
                        "No model provider is configured.",
                        "The operator can set a provider's key, or choose one with --provider."));
    }

    /** The first that is found stays. */
    private synchronized ModelRoute chosen(ModelRoute found) {
        var known = route;
        if (known != null) {
            return known;
        }
        record.modelResolved(found, "server");
        route = found;
        return found;
    }

    @Override
    public Optional<String> modelProblem() throws InterruptedException {
        try {
            models.requireKey(route());
            return Optional.empty();
        } catch (ZavoraException e) {
            // what is wrong with the operator's files names them
            return Optional.of(
                    e.kind() == ErrorKind.INPUT
                            ? "The configuration or the kept keys cannot be used; 'zavora-cli doctor' says why."
                            : e.wording().own());
        }
    }

    @Override
    public Optional<Path> database() {
        var sessions = settings().sessions();
        return switch (sessions.backend()) {
            case MEMORY -> Optional.empty();
            case SQLITE ->
                SqliteStore.file(sessions.databaseUrl(), process.console().workingFolder());
        };
    }

    @Override
    public Telemetry telemetry() {
        return record.telemetry();
    }

    @Override
    public Content content() {
        return record.telemetry().content();
    }

    @Override
    public TurnWatcher watch(String sessionId) {
        var watch = record.telemetry().inSession(sessionId).turn("server");
        return new TurnWatcher() {
            @Override
            public void accept(TurnEvent event) {
                watch.accept(event);
            }

            @Override
            public Telemetry telemetry() {
                return watch.telemetry();
            }

            @Override
            public void close() {
                watch.close();
            }
        };
    }

    @Override
    public void awaitStop() {
        process.signals().allow(invocation.settings().server().drain().plus(MARGIN));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException told) {
            // this is how a signal tells; what follows is the orderly end, not an abort
        }
        try {
            process.pidFile().stopping();
        } catch (ZavoraException e) {
            // running turns matter more than the note for those who look
            notice(e.getMessage());
        }
    }

    @Override
    public void listening(URI address) {
        process.pidFile().listening(address.toString());
    }

    @Override
    public void say(String line) {
        var out = new PrintStream(invocation.streams().out(), true, StandardCharsets.UTF_8);
        out.println(line);
    }

    @Override
    public void malformed(String id, int status) {
        log.write(log.line().put("request_id", id).put("malformed", true).put("status", status));
    }

    /** What the caller chose is written without keys, which people put in the wrong place. */
    @Override
    public void request(ApiRequest request, Sent sent) {
        log.write(log.line()
                .put("request_id", Redaction.keys(request.id()))
                .put("peer", request.connection().peer())
                .put("caller", sent.caller())
                .put("method", request.method())
                .put("path", Redaction.keys(request.target().path()))
                .put("status", sent.status())
                .put("bytes", sent.bytes())
                .put("duration_ms", JsonValue.of(millis(sent.took()))));
    }

    @Override
    public void problem(String requestId, Throwable cause) {
        var line = log.line().put("request_id", Redaction.keys(requestId)).put("problem", ProblemWords.problem(cause));
        switch (cause) {
            case ZavoraException known ->
                line.put("category", known.kind().name()).put("message", known.getMessage());
            case ApiException answer ->
                line.put("category", answer.failure().category())
                        .put("message", answer.failure().message());
            default -> {
                var frames = cause.getStackTrace();
                line.put("exception", cause.getClass().getName());
                line.putOrNull("at", frames.length == 0 ? Optional.empty() : Optional.of(frames[0].toString()));
            }
        }
        line.putIfPresent(
                "cause", Optional.ofNullable(cause.getCause()).map(below -> JsonValue.of(ProblemWords.cause(below))));
        log.write(line);
    }

    @Override
    public void notice(String text) {
        log.notice(text);
    }

    /** In milliseconds with three decimals. */
    private static double millis(Duration took) {
        return Math.round(took.toNanos() / 1e3) / 1e3;
    }

    @Override
    public void close() {
        store.close();
    }
}
