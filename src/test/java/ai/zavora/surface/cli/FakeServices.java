package ai.zavora.surface.cli;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.adapter.store.sqlite.Migration;
import ai.zavora.adapter.store.sqlite.SqliteArchive;
import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.base.config.RouteChoice;
import ai.zavora.base.config.SessionSettings;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.a2a.Ping;
import ai.zavora.core.credential.Credentials;
import ai.zavora.core.credential.StoredKeys;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.diagnosis.Thoroughness;
import ai.zavora.core.eval.RunEnvironment;
import ai.zavora.core.llm.CatalogModel;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.session.SessionArchive;
import ai.zavora.core.session.SessionMigration;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.telemetry.ReportQuery;
import ai.zavora.core.telemetry.TelemetryReports;
import ai.zavora.surface.cli.setup.SetupMeans;
import ai.zavora.surface.cli.syntax.UsageException;
import ai.zavora.testing.MemoryCredentialStore;
import ai.zavora.testing.SilentTerminal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Services that record what they are asked for, with two providers and one local model. */
final class FakeServices implements CliServices {
    /** Calls of ask and chat, in order. */
    final List<Invocation> invocations = new ArrayList<>();

    /** Events noted, in order. */
    final List<String> noted = new ArrayList<>();

    /** What was said with each of them. */
    final List<JsonValue.Obj> payloads = new ArrayList<>();

    final FakeLibrary library = new FakeLibrary();
    final MemoryCredentialStore keys = new MemoryCredentialStore();

    /** What every probe finds. */
    ProbeResult probeResult = new ProbeResult(
            ProbeResult.Reach.REACHED,
            ProbeResult.Standing.ACCEPTED,
            Duration.ofMillis(7),
            List.of("llama"),
            Optional.empty());

    @Override
    public List<ModelProvider> providers(Settings settings) {
        return List.of(
                new ModelProvider(
                        "openai",
                        "OpenAI",
                        Optional.of("OPENAI_API_KEY"),
                        Optional.of("OPENAI_BASE_URL"),
                        "small-1",
                        "large-1",
                        List.of(
                                new CatalogModel(
                                        "large-1", "planner", "plans", 1_000_000, Optional.of("1M"), Optional.empty()),
                                new CatalogModel(
                                        "old-1",
                                        "planner",
                                        "planned",
                                        128_000,
                                        Optional.of("1M"),
                                        Optional.of("2025-07-14")),
                                new CatalogModel(
                                        "small-1", "worker", "works", 400_000, Optional.of("10M"), Optional.empty())),
                        model -> 128_000,
                        settingsOfProvider -> {
                            throw new IllegalStateException("no client is opened here");
                        }),
                new ModelProvider(
                        "ollama",
                        "Ollama",
                        Optional.empty(),
                        Optional.of("OLLAMA_HOST"),
                        "llama",
                        "coder",
                        List.of(),
                        model -> 128_000,
                        settingsOfProvider -> {
                            throw new IllegalStateException("no client is opened here");
                        }));
    }

    @Override
    public Optional<ModelRoute> route(Settings settings, RouteChoice choice) {
        var known = providers(settings).stream()
                .filter(provider -> choice.provider().equals("auto")
                        ? settings.credentialSource(provider.id()).isPresent()
                        : provider.id().equals(choice.provider()))
                .findFirst();
        return known.map(
                provider -> new ModelRoute(provider.id(), choice.model().orElse(provider.workerModel())));
    }

    @Override
    public void serve(Invocation invocation) {
        invocations.add(invocation);
    }

    @Override
    public ServerProcess serverProcess(Settings settings) {
        throw new UnsupportedOperationException("no server runs here");
    }

    @Override
    public Ping.Acknowledgement ping(URI server, Ping ping, Settings settings) {
        throw new UnsupportedOperationException("no server runs here");
    }

    @Override
    public void note(String event, JsonValue.Obj payload) {
        noted.add(event);
        payloads.add(payload);
    }

    @Override
    public Credentials credentials(Settings settings) {
        return new Credentials(settings, StoredKeys.lookedUpOnce(() -> keys), warning -> {});
    }

    @Override
    public SetupMeans setupMeans(Settings settings) {
        return new SetupMeans(
                providers(settings),
                library,
                credentials(settings),
                (provider, access) -> probeResult,
                route -> {},
                new SilentTerminal());
    }

    @Override
    public ModelLibrary library(Settings settings) {
        return library;
    }

    /** As the program does it: a real database where the settings ask for one. */
    @Override
    public boolean hasDatabase(Settings settings) {
        return SqliteStore.exists(settings.sessions().databaseUrl(), settings.userFolder());
    }

    @Override
    public Optional<Path> databaseFile(Settings settings) {
        return SqliteStore.file(settings.sessions().databaseUrl(), settings.userFolder());
    }

    @Override
    public SessionMigration migration(Settings settings) {
        return switch (settings.sessions().backend()) {
            case MEMORY -> () -> SessionMigration.Report.unchanged(SessionMigration.Outcome.NOT_NEEDED);
            case SQLITE ->
                Migration.of(settings.sessions().databaseUrl(), Path.of("").toAbsolutePath());
        };
    }

    @Override
    public SessionStore sessions(Settings settings, SessionAccess access) {
        var url = settings.sessions().databaseUrl();
        var folder = settings.userFolder();
        var clock = InstantSource.fixed(CliRun.NOW);
        var kept = settings.sessions().backend() == SessionSettings.Backend.SQLITE
                && (access == SessionAccess.CREATE || SqliteStore.exists(url, folder));
        if (!kept) {
            return new MemoryStore(clock);
        }
        return access == SessionAccess.LOOK
                ? SqliteStore.openToLook(url, folder, clock)
                : SqliteStore.open(url, folder, clock);
    }

    @Override
    public SessionArchive archive(Settings settings) {
        return SqliteArchive.of(
                settings.sessions().databaseUrl(), settings.userFolder(), InstantSource.fixed(CliRun.NOW));
    }

    /** What a diagnosis finds, and how thorough it was asked to be. */
    final List<Finding> findings = new ArrayList<>();

    final List<Set<Thoroughness>> diagnoses = new ArrayList<>();

    @Override
    public List<Finding> diagnose(Settings settings, Set<Thoroughness> thoroughness) {
        diagnoses.add(Set.copyOf(thoroughness));
        return List.copyOf(findings);
    }

    private TelemetryReports reports = query -> Optional.empty();

    /** Makes reports of files. */
    void reportWith(TelemetryReports itsReports) {
        reports = itsReports;
    }

    /** What reports were asked for, in order. */
    final List<ReportQuery> queries = new ArrayList<>();

    @Override
    public TelemetryReports telemetryReports() {
        return query -> {
            queries.add(query);
            return reports.report(query);
        };
    }

    @Override
    public RunEnvironment runEnvironment() {
        return new RunEnvironment("25", "Linux 6, amd64", 2, "1.0.0", Optional.of("0123456789abcdef"));
    }

    private Optional<ZavoraException> failure = Optional.empty();
    private boolean interrupted;

    /** Lets every later ask and chat fail. */
    void failWith(ZavoraException itsFailure) {
        failure = Optional.of(itsFailure);
    }

    /** Lets every later ask and chat be interrupted. */
    void interruptCalls() {
        interrupted = true;
    }

    @Override
    public int ask(Invocation invocation) throws InterruptedException {
        return called(invocation);
    }

    @Override
    public int chat(Invocation invocation) throws InterruptedException {
        return called(invocation);
    }

    private int called(Invocation invocation) throws InterruptedException {
        invocations.add(invocation);
        if (interrupted) {
            throw new InterruptedException();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return 0;
    }

    @Override
    public int recorded(Invocation invocation, Body body) throws UsageException, InterruptedException {
        return body.run();
    }

    @Override
    public int interruptedExitCode() {
        return 130;
    }

    /** A library with one model to pull. */
    static final class FakeLibrary implements ModelLibrary {
        private final List<Installed> installed = new ArrayList<>();

        @Override
        public List<Entry> catalog() {
            return List.of(new Entry(
                    "tiny",
                    "answers a little",
                    new License("Test Terms", "https://example.com/terms", "Pulling it means agreeing."),
                    3_000_000,
                    "00"));
        }

        @Override
        public List<Installed> installed() {
            return List.copyOf(installed);
        }

        @Override
        public Optional<Path> path(String name) {
            return installed.stream()
                    .filter(model -> model.name().equals(name))
                    .map(Installed::path)
                    .findFirst();
        }

        @Override
        public Path pull(String name, Consumer<Progress> onProgress) {
            var path = Path.of("/models/tiny.gguf");
            if (path(name).isEmpty()) {
                onProgress.accept(new Progress(0, 3_000_000, "Fetching tiny from nowhere"));
                onProgress.accept(new Progress(1_500_000, 3_000_000, "Fetching tiny from nowhere"));
                onProgress.accept(new Progress(3_000_000, 3_000_000, "Checking tiny"));
                installed.add(new Installed(name, path, 3_000_000));
            }
            return path;
        }

        @Override
        public void remove(String name) {
            if (!installed.removeIf(model -> model.name().equals(name))) {
                throw new ZavoraException(ErrorKind.INPUT, "there is no model '" + name + "'", "See models list.");
            }
        }
    }
}
