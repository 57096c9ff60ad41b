package ai.zavora.surface.server.http;

import ai.zavora.surface.server.tls.Handshakes;
import ai.zavora.surface.server.wire.RequestHandler;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Listens on one address, with a virtual thread for each connection. */
public final class HttpServer implements AutoCloseable {
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_REQUEST_LINE = 8 * 1024;

    /** How long an answer takes to end, and to be recorded, once its connection has. */
    private static final Duration ENDING = Duration.ofSeconds(2);

    private final WebServer server;
    private final Connections connections;
    private final LibraryLog log;
    private final ListeningCheck check;
    private final Listening listening;
    /** Where it listens; 0 before that. */
    private volatile int port;

    /** Is told what no request shows. */
    public interface Watcher {
        /** Something the operator should know, in a sentence or two. */
        void notice(String text);

        /** Nobody listens any more, though nobody wanted that. Called once at most. */
        void lost();
    }

    /** Prepares to listen. */
    public HttpServer(Listening listening, ConnectionLimits limits, RequestHandler handler, Watcher watcher) {
        Consumer<String> operator = watcher::notice;
        this.listening = listening;
        this.check = new ListeningCheck(watcher::lost);
        this.log = LibraryLog.to(operator, this::checkListening);
        var http1 = Http1Config.builder()
                .maxHeadersSize(MAX_HEADERS)
                .maxPrologueLength(MAX_REQUEST_LINE)
                .build();
        var selector = Http1ConnectionSelector.builder().config(http1).build();
        var handshakes = listening.tls().map(context -> new Handshakes(context, limits.receive()));
        this.connections = new Connections(selector, limits, handshakes, operator);
        var builder = WebServer.builder()
                .bindAddress(listening.address())
                .shutdownHook(false)
                // with NIO the library holds 16 KiB for each connection, and before each handshake it asks for the
                // caller's name in the DNS
                .useNio(false)
                .maxTcpConnections(limits.connections())
                .idleConnectionTimeout(limits.idle())
                // of a listener that stops by itself, too
                .shutdownGracePeriod(listening.draining().plus(listening.closing()))
                .protocolsDiscoverServices(false)
                .concurrencyLimitDiscoverServices(false)
                .addConnectionSelector(connections)
                .directHandlers(errors(handler))
                .routing(HttpRouting.builder().any((request, response) -> new Exchange(
                                request, response, connections.inflow(request.socketId()))
                        .handle(handler)));
        handshakes.ifPresent(
                begun -> builder.tls(Tls.builder().sslContext(begun.bounded()).build()));
        this.server = builder.build();
    }

    private static DirectHandlers errors(RequestHandler handler) {
        DirectHandler json = (request, type, status, headers, message) -> {
            // a method that is no token fails the library before it has a request to speak of
            var unread = type == DirectHandler.EventType.INTERNAL_ERROR
                    && request.method().isEmpty();
            var told = unread ? Status.BAD_REQUEST_400 : status;
            var id = handler.newId();
            var answer = handler.malformed(id, told.code());
            return DirectHandler.TransportResponse.builder()
                    .status(told)
                    .headers(headers)
                    .header(HeaderNames.create("X-Request-Id"), id)
                    .header(HeaderNames.CONTENT_TYPE, answer.contentType())
                    .entity(answer.content().getBytes(StandardCharsets.UTF_8))
                    .keepAlive(false)
                    .build();
        };
        var all = DirectHandlers.builder();
        for (var type : DirectHandler.EventType.values()) {
            all.addHandler(type, json);
        }
        return all.build();
    }

    /**
     * Begins to listen.
     *
     * @return the port
     * @throws IllegalStateException when the address cannot be listened on
     * @throws InterruptedException when this thread is interrupted meanwhile; to be closed all the same
     */
    public int start() throws InterruptedException {
        // a thread of its own: to the library an interrupt is an address that it cannot listen on
        var starting = new FutureTask<>(server::start);
        Thread.ofPlatform().daemon().name("server-start").start(starting);
        try {
            starting.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server did not start", e.getCause());
        }
        if (!server.isRunning()) {
            throw new IllegalStateException("the server did not start");
        }
        port = server.port();
        return port;
    }

    private void checkListening() {
        if (port > 0) {
            check.begin(new InetSocketAddress(listening.address().getAddress(), port));
        }
    }

    /** How many connections are open. */
    public int openConnections() {
        return connections.count();
    }

    /** Takes no more connections, and comes back once requests under way are over, or their time is. */
    @Override
    public void close() {
        check.end();
        log.listenerStops();
        var stopping = Thread.ofPlatform().daemon().name("server-stop").start(server::stop);
        try {
            if (!stopping.join(listening.closing())) {
                connections.endAll();
                stopping.join(ENDING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.close();
        log.close();
    }
}
