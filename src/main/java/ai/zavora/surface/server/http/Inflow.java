package ai.zavora.surface.server.http;

import ai.zavora.surface.server.wire.ClientConnection.Watch;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ConnectionContext;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that come in on one connection, and by when they must: the server library itself waits for the rest of a
 * request as long as now and then a byte arrives.
 */
final class Inflow implements Supplier<byte @Nullable []> {
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    private final DataReader source;
    private final HelidonSocket socket;
    private final ConnectionLimits limits;
    private final DataReader reader = DataReader.create(this);
    private final AtomicBoolean receiving = new AtomicBoolean();
    private volatile long deadline;
    private volatile boolean finished;

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
    }

    /** A piece of an answer is about to be written, to be taken in time. */
    void sending() {
        deadline = System.nanoTime() + limits.send().toNanos();
    }

    /** Ends the connection when it has kept the server waiting for too long. */
    void closeIfLate(long now) {
        var until = deadline;
        if (until != NO_DEADLINE && now - until > 0) {
            try {
                socket.close();
            } catch (UncheckedIOException alreadyBroken) {
                // its thread finds out by itself
                deadline = NO_DEADLINE;
            }
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
