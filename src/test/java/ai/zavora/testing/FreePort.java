package ai.zavora.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Ports of 127.0.0.1 that nobody listens on. */
public final class FreePort {
    private static final Queue<Socket> KEPT = new ConcurrentLinkedQueue<>();

    private FreePort() {}

    /**
     * A port that refuses connections. It stays taken until this process ends, so that no other test can come to listen on
     * it meanwhile: bound, but nobody listens.
     */
    public static int closed() throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        KEPT.add(socket);
        return socket.getLocalPort();
    }

    /** A port that was free a moment ago, for a server that cannot choose one itself. */
    public static int unused() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /**
     * Waits until nobody listens on a port that a page of documentation names, since another run of it may.
     *
     * @throws AssertionError when it is still taken after two minutes
     */
    public static void await(int port) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            try (var socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("port " + port + ", which the page names, stays taken", e);
                }
                Thread.sleep(100);
            }
        }
    }
}
