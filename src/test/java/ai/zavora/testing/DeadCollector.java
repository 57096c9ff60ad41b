package ai.zavora.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A collector that is of no use, each time in another way. Lives on 127.0.0.1 until it is closed. */
public final class DeadCollector implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> sockets = new ArrayList<>();
    private final Semaphore closing = new Semaphore(0);

    /** What is wrong with it. */
    public enum Way {
        /** Nobody listens. */
        REFUSES,
        /** It does not even accept connections, as where a firewall drops packets. */
        UNREACHABLE,
        /** It accepts and never says a word. */
        SILENT,
        /** It answers one byte a second and never gets to the end of the headers. */
        DRIPS,
        /** It answers properly, with a body that never ends. */
        ENDLESS,
        /** It does not speak HTTP. */
        GARBAGE,
        /** It closes each connection at once. */
        HANGS_UP
    }

    public DeadCollector(Way way) {
        try {
            listener = new ServerSocket();
            var backlog = way == Way.UNREACHABLE ? 1 : 50;
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), backlog);
            switch (way) {
                case REFUSES -> listener.close();
                case UNREACHABLE -> fillBacklog();
                case SILENT -> accept(socket -> {});
                case DRIPS -> accept(socket -> drip(socket, "HTTP/1.1 200 OK\r\nX-Long: ", "x"));
                case ENDLESS ->
                    accept(socket -> drip(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x"));
                case GARBAGE -> accept(socket -> say(socket, "220 mail.example ESMTP\r\n\r\n"));
                case HANGS_UP -> accept(Socket::close);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Behaviour {
        void meet(Socket socket) throws IOException, InterruptedException;
    }

    /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} is set to. */
    public String endpoint() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void fillBacklog() throws IOException {
        for (var i = 0; i < 4; i++) {
            var socket = new Socket();
            sockets.add(socket);
            threads.execute(() -> {
                try {
                    socket.connect(listener.getLocalSocketAddress());
                } catch (IOException closed) {
                    // the test is over
                }
            });
        }
    }

    private void accept(Behaviour behaviour) {
        threads.execute(() -> {
            while (!listener.isClosed()) {
                try {
                    var socket = listener.accept();
                    threads.execute(() -> meet(socket, behaviour));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void meet(Socket socket, Behaviour behaviour) {
        try (socket) {
            behaviour.meet(socket);
            closing.acquire();
        } catch (IOException | InterruptedException over) {
            // the client has gone, or the test is over
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private void drip(Socket socket, String head, String drop) throws IOException, InterruptedException {
        say(socket, head);
        while (!closing.tryAcquire(1, TimeUnit.SECONDS)) {
            say(socket, drop);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
