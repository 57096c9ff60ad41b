package ai.zavora.adapter.provider.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A socket server on loopback that answers each connection by a script, byte for byte as the test says. */
final class RawServer implements AutoCloseable {

    /** What happens on one connection. */
    @FunctionalInterface
    interface Script {
        void run(Connection connection) throws IOException, InterruptedException;
    }

    /** One accepted connection. */
    record Connection(InputStream in, OutputStream out, Socket socket) {

        /** Reads one request with a body of known length; empty when the client closed. */
        String readRequest() throws IOException {
            var bytes = new ByteArrayOutputStream();
            var head = "";
            while (!head.endsWith("\r\n\r\n")) {
                var b = in.read();
                if (b < 0) {
                    return "";
                }
                bytes.write(b);
                head = bytes.toString(StandardCharsets.ISO_8859_1);
            }
            var length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
            if (length.find()) {
                bytes.write(in.readNBytes(Integer.parseInt(length.group(1))));
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Passes bytes both ways between the client and a server on loopback until both have closed. */
        void relayTo(int port) throws IOException, InterruptedException {
            try (var other = new Socket(InetAddress.getLoopbackAddress(), port)) {
                var back = Thread.ofVirtual().start(() -> {
                    try {
                        other.getInputStream().transferTo(out);
                    } catch (IOException e) {
                        // one side went away
                    }
                });
                in.transferTo(other.getOutputStream());
                other.shutdownOutput();
                back.join();
            }
        }

        /** Blocks until the client has closed; later bytes of it are dropped. */
        void awaitClose() {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // a reset is a close, too
            }
        }
    }

    private final ServerSocket listener;

    RawServer(ServerSocket listener, Script script) {
        this.listener = listener;
        Thread.ofVirtual().start(() -> accept(script));
    }

    static RawServer start(Script script) throws IOException {
        return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    /** Answers every request with these bytes and closes. */
    static RawServer answering(String answer) throws IOException {
        return start(connection -> {
            connection.readRequest();
            connection.write(answer);
        });
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(script, socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Script script, Socket socket) {
        try (socket) {
            script.run(new Connection(socket.getInputStream(), socket.getOutputStream(), socket));
        } catch (IOException | InterruptedException e) {
            // the client went away, which tests look at from the client's side
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
