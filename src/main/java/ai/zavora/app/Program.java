package ai.zavora.app;

import static java.util.Objects.requireNonNull;

import ai.zavora.adapter.credential.LayeredCredentialStore;
import ai.zavora.adapter.peer.PeerClient;
import ai.zavora.adapter.provider.Providers;
import ai.zavora.adapter.provider.local.library.ModelFolder;
import ai.zavora.adapter.telemetry.Envelope;
import ai.zavora.adapter.telemetry.report.FileReports;
import ai.zavora.app.instance.HeldPidFile;
import ai.zavora.app.instance.LockedServer;
import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.config.RouteChoice;
import ai.zavora.base.config.RunSettings;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.a2a.Ping;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.credential.CredentialStore;
import ai.zavora.core.credential.Credentials;
import ai.zavora.core.credential.StoredKeys;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.diagnosis.Thoroughness;
import ai.zavora.core.eval.RunEnvironment;
import ai.zavora.core.llm.GuardedModelClient;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.RouteResolver;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.session.SessionArchive;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionMigration;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.telemetry.TelemetryReports;
import ai.zavora.surface.cli.CliConsole;
import ai.zavora.surface.cli.CliServices;
import ai.zavora.surface.cli.InterruptibleInput;
import ai.zavora.surface.cli.Invocation;
import ai.zavora.surface.cli.ReportedFailureException;
import ai.zavora.surface.cli.ServerProcess;
import ai.zavora.surface.cli.Streams;
import ai.zavora.surface.cli.ask.AdvisedOutput;
import ai.zavora.surface.cli.ask.AskOutputs;
import ai.zavora.surface.cli.ask.AskRun;
import ai.zavora.surface.cli.ask.Diagnostics;
import ai.zavora.surface.cli.ask.PromptSources;
import ai.zavora.surface.cli.ask.RedactedOutput;
import ai.zavora.surface.cli.setup.SetupMeans;
import ai.zavora.surface.cli.syntax.UsageException;
import ai.zavora.surface.server.Server;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the commands need, made of adapters. Serves one command line. */
final class Program implements CliServices {

    private final Signals signals;
    private final CliConsole console;
    private final String runId;
    private final long startedNanos = System.nanoTime();
    private @Nullable Credentials credentials;
    private @Nullable CommandRecord current;

    Program(Signals signals, CliConsole console) {
        this.signals = signals;
        this.console = console;
        this.runId = Envelope.runId(
                console.clock().instant(), ProcessHandle.current().pid());
    }

    @Override
    public List<ModelProvider> providers(Settings settings) {
        return Providers.all();
    }

    @Override
    public Optional<ModelRoute> route(Settings settings, RouteChoice choice) {
        return models(settings).known(choice);
    }

    @Override
    public ModelLibrary library(Settings settings) {
        return new ModelFolder(
                settings.modelFolder(), settings.provider(RouteResolver.LOCAL).network());
    }

    @Override
    public List<Finding> diagnose(Settings settings, Set<Thoroughness> thoroughness) throws InterruptedException {
        return new Doctor(settings, models(settings), credentials(settings), console).diagnose(thoroughness);
    }

    @Override
    public TelemetryReports telemetryReports() {
        return new FileReports(console.clock(), Optional.of(runId));
    }

    @Override
    public RunEnvironment runEnvironment() {
        return BuildFacts.environment();
    }

    @Override
    public SetupMeans setupMeans(Settings settings) {
        return SetupWiring.means(models(settings), library(settings), credentials(settings), signals);
    }

    private Models models(Settings settings) {
        return models(settings, credentials(settings));
    }

    private Models models(Settings settings, Credentials keys) {
        return new Models(settings, () -> library(settings), keys);
    }

    /** One for the whole process, so that no store is asked twice. */
    @Override
    public Credentials credentials(Settings settings) {
        if (credentials == null) {
            credentials = new Credentials(
                    settings, StoredKeys.lookedUpOnce(() -> keyStore(settings)), warning -> console.streams()
                            .tell("Warning: " + warning + "."));
        }
        return credentials;
    }

    private static CredentialStore keyStore(Settings settings) {
        return new LayeredCredentialStore(settings.vault(), settings.userFolder());
    }

    @Override
    public int recorded(Invocation invocation, Body body) throws UsageException, InterruptedException {
        try (var record = record(invocation)) {
            current = record;
            try {
                var code = interruptible(body);
                record.completed();
                return code;
            } catch (ReportedFailureException e) {
                record.failed(e.failure());
                throw e;
            } catch (ZavoraException e) {
                record.failed(Failure.of(e));
                throw e;
            } catch (UsageException e) {
                record.failed(new Failure(ErrorKind.INPUT.name(), e.message(), e.hint(), UsageException.EXIT_CODE));
                throw e;
            } catch (InterruptedException e) {
                record.failed(Failure.interruptedCommand(signals.exitCode()));
                throw e;
            } catch (RuntimeException | Error e) {
                record.brokeOff(e);
                throw e;
            }
        }
    }

    /** What a signal broke off was interrupted, whatever it made of that. */
    private static int interruptible(Body body) throws UsageException, InterruptedException {
        try {
            return body.run();
        } catch (ZavoraException | InterruptedWorkException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw e;
            }
            var interrupted = new InterruptedException();
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public SessionStore sessions(Settings settings, SessionAccess access) {
        return Runtimes.journal(settings, access, console);
    }

    @Override
    public boolean hasDatabase(Settings settings) {
        return Runtimes.hasDatabase(settings, console);
    }

    @Override
    public Optional<Path> databaseFile(Settings settings) {
        return Runtimes.databaseFile(settings, console);
    }

    @Override
    public SessionMigration migration(Settings settings) {
        return Runtimes.migration(settings, console);
    }

    @Override
    public SessionArchive archive(Settings settings) {
        return Runtimes.archive(settings, console);
    }

    @Override
    public int ask(Invocation invocation) throws InterruptedException {
        var settings = invocation.settings();
        var session = settings.sessions();
        try (var record = record(invocation);
                var turn = record.telemetry().turn(invocation.label())) {
            var run = new HeadlessDocuments.Run(invocation.label(), session.id());
            var streams = invocation.streams();
            var output = AskOutputs.of(
                    settings.run().format(),
                    new AskOutputs.Destination(
                            streams.out(),
                            streams.isTerminal(Streams.Standard.OUT)
                                    ? AskOutputs.Reader.TERMINAL
                                    : AskOutputs.Reader.PROGRAM,
                            streams.err(),
                            streams.isTerminal(Streams.Standard.ERR)
                                    ? Diagnostics.Progress.IN_PLACE
                                    : Diagnostics.Progress.LINES,
                            console.clock(),
                            GuardedModelClient.buffers(settings.guardrails().output())
                                    ? AskOutputs.Flow.BUFFERED
                                    : AskOutputs.Flow.LIVE),
                    run);
            var shown =
                    settings.run().sensitive() == RunSettings.Sensitive.HIDDEN ? new RedactedOutput(output) : output;
            var ending = new AskRun(
                            new AdvisedOutput(shown, GivenOptions.ofAdvice(settings)),
                            turn,
                            signals::exitCode,
                            startedNanos)
                    .run(new AskRun.Question(
                            new SessionKey(session.app(), session.user(), session.id()),
                            () -> PromptSources.compose(
                                    invocation.arguments().words(),
                                    settings.run().files(),
                                    stdin(invocation)),
                            prompt -> open(invocation, prompt, record)));
            ending.failure().ifPresentOrElse(record::failed, record::completed);
            return ending.exitCode();
        }
    }

    private static Optional<InputStream> stdin(Invocation invocation) {
        var piped = !invocation.streams().isTerminal(Streams.Standard.IN);
        return switch (invocation.settings().run().stdin()) {
            case RunSettings.Stdin.ALWAYS ->
                Optional.of(new InterruptibleInput(invocation.streams().in()));
            case RunSettings.Stdin.NEVER -> Optional.empty();
            case RunSettings.Stdin.WHEN_PIPED ->
                piped ? Optional.of(new InterruptibleInput(invocation.streams().in())) : Optional.empty();
        };
    }

    private AgentRuntime open(Invocation invocation, String prompt, CommandRecord record) throws InterruptedException {
        var models = models(invocation.settings());
        var route = firstRun(invocation, models).route();
        models.checkLength(route, prompt);
        record.modelResolved(route, invocation.label());
        // what is not kept is no success for a script, so nothing goes on in memory
        var store = Runtimes.journal(invocation.settings(), SessionAccess.CREATE, console);
        return Runtimes.of(invocation, models, console).open(route, Approver.headless(), store, store::close);
    }

    @Override
    public int chat(Invocation invocation) throws InterruptedException {
        var models = models(invocation.settings());
        try (var record = record(invocation)) {
            var runtimes = Runtimes.of(invocation, models, console);
            return new ChatProgram(runtimes, firstRun(invocation, models), record, signals::exitCode).run();
        }
    }

    @Override
    public void serve(Invocation invocation) throws InterruptedException {
        try (var log = new OperatorLog(console.streams().err(), console.clock())) {
            serve(invocation, log);
        }
    }

    private void serve(Invocation invocation, OperatorLog log) throws InterruptedException {
        var settings = invocation.settings();
        var keys = new Credentials(
                settings,
                StoredKeys.lookedUpAgain(() -> keyStore(settings), console.clock()),
                warning -> log.notice("Warning: " + warning + "."));
        try (var pidFile = HeldPidFile.take(
                        settings.server().pidFile(), console.clock().instant());
                var program = new ServerProgram(
                        invocation,
                        models(settings, keys),
                        recorded(),
                        new ServerProgram.OwnProcess(signals, pidFile, console, log))) {
            new Server(program).run();
        }
    }

    @Override
    public ServerProcess serverProcess(Settings settings) {
        return new LockedServer(settings.server().pidFile());
    }

    @Override
    public Ping.Acknowledgement ping(URI server, Ping ping, Settings settings) throws InterruptedException {
        var network = settings.provider(RouteResolver.LOCAL).network();
        try (var peer = new PeerClient(server, settings.server().access().token(), network)) {
            return peer.send(ping);
        }
    }

    @Override
    public void note(String event, JsonValue.Obj payload) {
        recorded().telemetry().record(event, payload);
    }

    /** The record of the command that runs. */
    private CommandRecord recorded() {
        return requireNonNull(current, "no command is being recorded");
    }

    @Override
    public int interruptedExitCode() {
        return signals.exitCode();
    }

    private FirstRun firstRun(Invocation invocation, Models models) {
        return new FirstRun(models, library(invocation.settings()), invocation.streams());
    }

    private CommandRecord record(Invocation invocation) {
        var record = new CommandRecord(Telemetries.open(invocation, console, runId));
        record.started(invocation.settings());
        return record;
    }
}
