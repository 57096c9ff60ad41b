package ai.zavora.surface.server;

import ai.zavora.base.config.OptionValues;
import ai.zavora.base.config.ServerSettings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Counted;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.surface.server.access.FileTokens;
import ai.zavora.surface.server.access.Origins;
import ai.zavora.surface.server.access.Tokens;
import ai.zavora.surface.server.approval.Approvals;
import ai.zavora.surface.server.health.Readiness;
import ai.zavora.surface.server.http.ConnectionLimits;
import ai.zavora.surface.server.http.HttpServer;
import ai.zavora.surface.server.http.Listening;
import ai.zavora.surface.server.idempotency.KeyedTurns;
import ai.zavora.surface.server.tls.TlsIdentity;
import ai.zavora.surface.server.turn.TurnDesk;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The server from its start to its end. */
public final class Server {
    /** How long the checks of readiness may take. */
    private static final Duration READY_PATIENCE = Duration.ofSeconds(2);

    /** How long answers without a turn, such as exports, may go on once the turns are over. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ServerServices services;
    private final ServerSettings settings;

    public Server(ServerServices services) {
        this.services = services;
        this.settings = services.settings().server();
    }

    /**
     * Listens until the operator wants it to stop, then lets running turns end.
     *
     * @throws ZavoraException INPUT, when the address cannot be listened on, or must not be without a token
     */
    public void run() throws InterruptedException {
        var address = address();
        var tokens = new Tokens(
                settings.access().token(),
                settings.access().tokensFile().map(file -> FileTokens.open(file, services.clock(), services::notice)));
        if (!address.isLoopbackAddress() && !tokens.required()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "Listening on " + settings.host() + " would open the agent to the network without a token.",
                    "Set ZAVORA_SERVER_AUTH_TOKEN, give --tokens-file, or listen on 127.0.0.1.");
        }
        var tls = TlsSetup.identity(
                settings.access().tls(), services, services.clock().instant());
        var origins = new Origins(address, settings.access().allowedHosts());
        var metrics = new ServerMetrics(services.version());
        var approvals = new Approvals(
                settings.turns().approvals(), services.clock(), new ApprovalWatch(services.telemetry(), metrics));
        var files = OpenFiles.ofProcess();
        files.require();
        var turns = settings.turns().of(files.half(settings.turns().running()));
        try (var desk = new TurnDesk(services, turns, new TurnDesk.Watchers(services, metrics), approvals)) {
            var watchers = new Api.Watchers(services, services, metrics);
            var api = new Api(routes(desk, tokens, metrics, approvals), tokens, origins, watchers);
            var listening = new Listening(
                    new InetSocketAddress(address, settings.port()),
                    tls.map(TlsIdentity::context),
                    settings.drain(),
                    CLOSING);
            var watch = new Watch(Thread.currentThread());
            var http = new HttpServer(listening, connections(files), api, watch);
            metrics.observe(desk, approvals, http::openConnections);
            started(base(start(http)));
            services.awaitStop();
            var lost = watch.end();
            services.say(
                    "Stopping: running turns may go on for " + settings.drain().toSeconds() + " s.");
            var stopped = desk.drain(settings.drain());
            http.close();
            services.say(
                    stopped == 0
                            ? "Stopped."
                            : "Stopped; " + Counted.of(stopped, "turn") + " " + Counted.was(stopped) + " cut off.");
            if (lost) {
                throw new ZavoraException(
                        ErrorKind.INTERNAL,
                        "The server could not go on listening, and was stopped.",
                        "Start it again; its log says before what went wrong.");
            }
        }
    }

    /** Ends a server that nobody can reach any more, as whoever looks after it is to learn that from its end. */
    private final class Watch implements HttpServer.Watcher {
        private final Thread serving;
        private boolean lost;
        private boolean over;

        Watch(Thread serving) {
            this.serving = serving;
        }

        @Override
        public void notice(String text) {
            services.notice(text);
        }

        @Override
        public synchronized void lost() {
            if (!over) {
                lost = true;
                serving.interrupt();
            }
        }

        /** The server is stopping; tells whether that is because nobody could reach it. */
        synchronized boolean end() {
            over = true;
            if (lost) {
                // it has done what it was for
                Thread.interrupted();
            }
            return lost;
        }
    }

    private ConnectionLimits connections(OpenFiles files) {
        var most = files.half(ConnectionLimits.DEFAULT.connections());
        if (most < settings.turns().running()) {
            services.notice(
                    "This process may open " + files.limit().orElseThrow() + " files and connections: there are "
                            + most + " connections and as many turns at once, and no more. Let it open more"
                            + " (ulimit -n, LimitNOFILE).");
        }
        return ConnectionLimits.DEFAULT.of(most);
    }

    private List<Route> routes(TurnDesk desk, Tokens tokens, ServerMetrics metrics, Approvals approvals) {
        var routes = new ArrayList<Route>();
        routes.addAll(
                new HealthResource(services, tokens, new Readiness(ReadyChecks.of(services, desk), READY_PATIENCE))
                        .routes());
        var keyed = new KeyedTurns(KeyedTurns.Bounds.DEFAULT, services.clock());
        var models = new ModelsResource(services);
        routes.addAll(new AskResource(services, desk, keyed).routes());
        routes.addAll(new ApprovalsResource(services, approvals).routes());
        routes.addAll(new CompletionsResource(services, desk, models).routes());
        routes.addAll(models.routes());
        routes.addAll(new SessionsResource(services, desk, keyed).routes());
        routes.addAll(new PingResource(services.telemetry()).routes());
        routes.addAll(new MetricsResource(metrics).routes());
        routes.add(ApiDescription.route(routes, services.version()));
        return List.copyOf(routes);
    }

    private InetAddress address() {
        if (settings.host().equalsIgnoreCase("localhost")) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return InetAddress.ofLiteral(settings.host());
        } catch (IllegalArgumentException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    OptionValues.quoted(settings.host()) + " is no IP address.",
                    "Give --host an address such as 127.0.0.1, 0.0.0.0 or ::1, or localhost.");
        }
    }

    private int start(HttpServer http) throws InterruptedException {
        try {
            return http.start();
        } catch (InterruptedException e) {
            http.close();
            throw e;
        } catch (IllegalStateException e) {
            http.close();
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The address " + settings.host() + ":" + settings.port() + " cannot be listened on.",
                    "Another program may use the port: choose another with --port, or 0 for any free one.",
                    e);
        }
    }

    /** The URL of the server, without a path. */
    private URI base(int port) {
        var scheme = settings.access().tls().certificate().isPresent() ? "https" : "http";
        var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create(scheme + "://" + host + ":" + port);
    }

    private void started(URI base) {
        services.listening(base);
        services.say("Listening on " + base + " (GET /openapi.json lists what it answers)");
        var own = services.settings();
        var route = route();
        services.telemetry()
                .record(
                        "server.started",
                        JsonValue.object()
                                .put("host", settings.host())
                                .put("port", base.getPort())
                                .put("profile", own.profile().name())
                                .put("session_backend", own.text("session_backend"))
                                .putOrNull("provider", route.map(ModelRoute::provider))
                                .putOrNull("model", route.map(ModelRoute::model))
                                .build());
    }

    /** Where turns go; empty where no model is configured yet, or the server is told to stop before that is known. */
    private Optional<ModelRoute> route() {
        try {
            return Optional.of(services.route());
        } catch (ZavoraException e) {
            // GET /readyz tells it
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
