package ai.zavora.surface.server.http;

import ai.zavora.surface.server.wire.ClientConnection.Watch;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ConnectionContext;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that come in on one connection, and by when they must: the server library itself waits for the rest of a
 * request as long as now and then a byte arrives.
 */
final class Inflow implements Supplier<byte @Nullable []> {
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    /** How long to take in what nobody is going to read: at most, and without a byte. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private static final Duration LINGER_QUIET = Duration.ofMillis(500);

    private final DataReader source;
    private final HelidonSocket socket;
    private final ConnectionLimits limits;
    private final DataReader reader = DataReader.create(this);
    private final AtomicBoolean receiving = new AtomicBoolean();
    private volatile long deadline;
    private volatile boolean finished;

    /** Whether the rest of a request is on its way that nobody is going to read. */
    private volatile boolean abandoned;

    Inflow(ConnectionContext context, ConnectionLimits limits) {
        this.source = context.dataReader();
        this.socket = context.serverSocket();
        this.limits = limits;
        awaitRequest();
    }

    /** What the library reads from. */
    DataReader reader() {
        return reader;
    }

    /** The next bytes of the socket; waits for them. Nothing once the connection is finished. */
    @Override
    public byte @Nullable [] get() {
        if (finished) {
            return null;
        }
        source.ensureAvailable();
        if (receiving.compareAndSet(false, true)) {
            deadline = System.nanoTime() + limits.receive().toNanos();
        }
        return source.readBytes(source.available());
    }

    /** What is left of the request is of no use. */
    void abandon() {
        abandoned = true;
    }

    /**
     * Takes in and forgets what a caller still sends of a request that was answered before it had come in whole, until
     * the caller is done or the time is up: a connection closed with bytes unread is reset, and the answer lost with it
     * (RFC 9112, 9.6).
     */
    void linger() {
        if (!abandoned && !receiving.get()) {
            return;
        }
        var end = System.nanoTime() + LINGER.toNanos();
        try {
            while (System.nanoTime() - end < 0) {
                deadline = Math.min(end, System.nanoTime() + LINGER_QUIET.toNanos());
                source.ensureAvailable();
                source.skip(source.available());
            }
        } catch (RuntimeException left) {
            // however the connection ended: nobody waits for more on it
        }
    }

    /** A request has come in whole; its answer may take as long as it takes. */
    void received() {
        deadline = NO_DEADLINE;
    }

    /** An answer is out; the next request may begin. */
    void awaitRequest() {
        receiving.set(false);
        deadline = System.nanoTime() + limits.idle().toNanos();
    }

    /** The answer that is out was the last: the library itself keeps reading whatever the headers said. */
    void finish() {
        finished = true;
        reader.skip(reader.available());
    }

    /** A piece of an answer is about to be written, to be taken in time. */
    void sending() {
        deadline = System.nanoTime() + limits.send().toNanos();
    }

    /** Ends the connection when it has kept the server waiting for too long. */
    void closeIfLate(long now) {
        var until = deadline;
        if (until != NO_DEADLINE && now - until > 0) {
            end();
        }
    }

    /** Ends the connection, whatever is under way. */
    void end() {
        try {
            socket.close();
        } catch (UncheckedIOException alreadyBroken) {
            // its thread finds out by itself
            deadline = NO_DEADLINE;
        }
    }

    /** Waits for the caller to leave, on a thread of its own; nobody else reads from here on. */
    Watch watch(Runnable gone) {
        var watching = new AtomicBoolean(true);
        Thread.ofVirtual().name("watch-" + socket.childSocketId()).start(() -> {
            try {
                // bytes of a next request may come: they are never answered, since the connection closes
                reader.ensureAvailable();
            } catch (RuntimeException left) {
                // however the connection ended: the library has several exceptions for it, some of them not public
                if (watching.getAndSet(false)) {
                    gone.run();
                }
            }
        });
        return () -> watching.set(false);
    }
}
