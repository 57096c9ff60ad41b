package ai.zavora.surface.server.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The usual options of accepted connections. They are set between one accept and the next, which is where the server
 * waits while the process has few file descriptors left: an accept that gets none ends the library's listening for good.
 * Used by the thread that accepts.
 */
final class DescriptorReserve implements SocketOptions {
    /** What turns that begin on connections that are there already may open: to models, to files. */
    private static final long MOST_RESERVED = 128;

    /** How many connections come before the descriptors are counted for the first time; fewer are no matter. */
    private static final long UNCOUNTED = 16;

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final SocketOptions usual = SocketOptions.create();
    private final Consumer<String> operator;
    private long uncounted = UNCOUNTED;
    private long quietUntil = System.nanoTime();

    /** @param operator is told that connections have to wait */
    DescriptorReserve(Consumer<String> operator) {
        this.operator = operator;
    }

    @Override
    public void configureSocket(SocketChannel connection) {
        try {
            usual.configureSocket(connection);
        } catch (UncheckedIOException gone) {
            close(connection);
        }
        awaitSpare();
    }

    /** Some systems set nothing on a connection whose caller has gone; whoever reads from it learns that. */
    private static void close(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // nobody is left who could be told
        }
    }

    private void awaitSpare() {
        if (--uncounted > 0) {
            return;
        }
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            uncounted = Long.MAX_VALUE;
            return;
        }
        var spare = spare(system);
        try {
            while (spare <= 0) {
                tell(system.getMaxFileDescriptorCount());
                Thread.sleep(PAUSE);
                spare = spare(system);
            }
        } catch (InterruptedException stopping) {
            // the library asks for it before it accepts again
            Thread.currentThread().interrupt();
        }
        // each may come to need some more
        uncounted = spare / 4;
    }

    private static long spare(UnixOperatingSystemMXBean system) {
        var limit = system.getMaxFileDescriptorCount();
        return limit - Math.min(MOST_RESERVED, limit / 4) - system.getOpenFileDescriptorCount();
    }

    private void tell(long limit) {
        var now = System.nanoTime();
        if (now - quietUntil >= 0) {
            quietUntil = now + SILENCE.toNanos();
            operator.accept("Connections wait until others end: this process may open " + limit
                    + " files and connections. Let it open more (ulimit -n, LimitNOFILE).");
        }
    }

    @Override
    public void configureSocket(Socket connection) {
        usual.configureSocket(connection);
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return usual.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return usual.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return usual.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return usual.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return usual.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return usual.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return usual.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return usual.tcpNoDelay();
    }
}
