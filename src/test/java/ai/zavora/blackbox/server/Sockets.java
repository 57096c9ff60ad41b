package ai.zavora.blackbox.server;

import ai.zavora.testing.ServedAgent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Requests byte by byte, for callers that misbehave. */
final class Sockets {
    private Sockets() {}

    /** A connection on which a request was sent. */
    static final class Call implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Call(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Sends more. */
        void send(String text) {
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reads on to a line that begins so. */
        String awaitLine(String beginning) {
            try {
                socket.setSoTimeout(30_000);
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith(beginning)) {
                        return line;
                    }
                }
                throw new AssertionError("no line '" + beginning + "' came");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** All that comes until the server closes. */
        String rest() {
            try {
                socket.setSoTimeout(30_000);
                var text = new StringBuilder();
                for (var next = in.read(); next >= 0; next = in.read()) {
                    text.append((char) next);
                }
                return text.toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether the server ends the connection without an answer. */
        boolean isRefused() {
            try {
                socket.setSoTimeout(30_000);
                var next = in.read();
                while (next >= 0 && next != 'H') {
                    next = in.read();
                }
                return next < 0;
            } catch (SocketException reset) {
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Leaves as a process does whose machine forgets the connection. */
        void reset() {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            close();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Connects and sends these bytes. */
    static Call open(ServedAgent agent, String bytes) {
        try {
            var call = new Call(
                    new Socket(agent.address().getHost(), agent.address().getPort()));
            call.send(bytes);
            return call;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Posts a JSON text and does not wait for the answer. */
    static Call post(ServedAgent agent, String path, String accept, String json) {
        return open(
                agent,
                "POST " + path + " HTTP/1.1\r\nHost: " + agent.address().getAuthority() + "\r\nAccept: " + accept
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json);
    }
}
