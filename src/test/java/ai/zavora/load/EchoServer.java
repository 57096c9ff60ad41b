package ai.zavora.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The least that answers HTTP: it looks for the blank line behind a request without a body and sends a fixed answer. What
 * the load generator reaches with it is the most that it can tell of any other server.
 */
final class EchoServer implements AutoCloseable {
    private static final byte[] ANSWER =
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n" + "{\"status\":\"ok\"}")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 4096;

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    EchoServer() throws IOException {
        listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("echo").start(this::accept);
    }

    /** Where it listens. */
    URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/");
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            answer(socket, socket.getInputStream());
        } catch (IOException _) {
            // the other side of this process shows in its own figures that a connection broke
        } finally {
            open.remove(socket);
        }
    }

    private static void answer(Socket socket, InputStream in) throws IOException {
        var buffer = new byte[4096];
        var matched = 0;
        for (var read = in.read(buffer); read > 0; read = in.read(buffer)) {
            for (var at = 0; at < read; at++) {
                // a line feed, a carriage return, a line feed: the end of a line and an empty one
                matched = buffer[at] == '\n' ? matched + 1 : buffer[at] == '\r' ? matched : 0;
                if (matched == 2) {
                    socket.getOutputStream().write(ANSWER);
                    matched = 0;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
