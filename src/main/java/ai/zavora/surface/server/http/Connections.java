package ai.zavora.surface.server.http;

import ai.zavora.surface.server.tls.Handshakes;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** All open connections, each with its {@link Inflow}; those that keep the server waiting are ended. */
final class Connections implements ServerConnectionSelector, AutoCloseable {
    private static final long SWEEP_MS = 250;

    private final ServerConnectionSelector protocol;
    private final ConnectionLimits limits;
    private final Optional<Handshakes> handshakes;
    private final Consumer<String> operator;
    private final Map<String, Inflow> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("connection-sweeper").factory());

    /**
     * @param protocol what speaks on a connection
     * @param handshakes those under way; empty without TLS
     * @param operator is told what went wrong
     */
    Connections(
            ServerConnectionSelector protocol,
            ConnectionLimits limits,
            Optional<Handshakes> handshakes,
            Consumer<String> operator) {
        this.protocol = protocol;
        this.limits = limits;
        this.operator = operator;
        this.handshakes = handshakes;
        var _ = sweeper.scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    /** An executor does no more of what failed once: one that fails now, be it for want of memory, comes again. */
    private void sweep() {
        var now = System.nanoTime();
        try {
            open.values().forEach(inflow -> inflow.closeIfLate(now));
            handshakes.ifPresent(begun -> begun.closeLate(now));
        } catch (RuntimeException | OutOfMemoryError e) {
            operator.accept(
                    "Late connections could not be ended (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** How many there are. */
    int count() {
        return open.size();
    }

    /** Ends all of them, so that whoever still writes an answer comes to its end. */
    void endAll() {
        open.values().forEach(Inflow::end);
    }

    /** The connection of that id. */
    Inflow inflow(String socketId) {
        var inflow = open.get(socketId);
        if (inflow == null) {
            throw new IllegalStateException("no connection " + socketId);
        }
        return inflow;
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        var inflow = new Inflow(context, limits);
        var connection = protocol.connection(new Context(context, inflow.reader()));
        var id = context.childSocketId();
        open.put(id, inflow);
        return new Tracked(connection, inflow, () -> open.remove(id));
    }

    @Override
    public int bytesToIdentifyConnection() {
        return protocol.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return protocol.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return protocol.supportedApplicationProtocols();
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }

    /** A connection that ends without losing its last answer, and says when it is over. */
    private record Tracked(ServerConnection connection, Inflow inflow, Runnable over) implements ServerConnection {
        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                connection.handle(limit);
            } finally {
                inflow.linger();
                over.run();
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }
    }

    /** The same connection with another reader. */
    private record Context(ConnectionContext context, DataReader dataReader) implements ConnectionContext {
        @Override
        public ListenerContext listenerContext() {
            return context.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return context.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return context.dataWriter();
        }

        @Override
        public Router router() {
            return context.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return context.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return context.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return context.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return context.localPeer();
        }

        @Override
        public boolean isSecure() {
            return context.isSecure();
        }

        @Override
        public String socketId() {
            return context.socketId();
        }

        @Override
        public String childSocketId() {
            return context.childSocketId();
        }
    }
}
