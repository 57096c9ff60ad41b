package ai.zavora.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs several command lines in one process, so that one AOT cache learns them all; started by the build in place of
 * {@link Main}, never by a person.
 */
public final class Training {
    /** Stands in a line for a free port, and says that a server is to be visited there. */
    private static final String PORT = "@PORT@";

    private static final int PATIENCE_MILLIS = 20_000;

    private Training() {}

    /**
     * @param arguments a file with one command line per line, its words parted by blanks; more is for the launcher
     * @throws IOException when the file cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        for (var line : Files.readAllLines(Path.of(arguments[0]))) {
            System.err.println("training: " + line + " ended with " + run(line));
        }
    }

    private static int run(String line) throws IOException {
        if (!line.contains(PORT)) {
            return Main.run(line.split(" ", -1), System.err);
        }
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var server = Thread.currentThread();
        var visits = Thread.ofPlatform().start(() -> visit(port, server));
        var code = Main.run(line.replace(PORT, Integer.toString(port)).split(" ", -1), System.err);
        visits.interrupt();
        return code;
    }

    /** Calls a server as its users do, and then tells it to stop. */
    private static void visit(int port, Thread server) {
        var ask = "{\"prompt\":\"hello\",\"session_id\":\"first\"}";
        try {
            var came = get(port, "/healthz");
            for (var since = System.nanoTime(); came.isEmpty() && !late(since); came = get(port, "/healthz")) {
                Thread.sleep(50);
            }
            for (var times = 0; times < 3; times++) {
                get(port, "/healthz");
                post(port, "/v1/ask", "application/json", ask);
                post(port, "/v1/ask", "text/event-stream", ask);
                post(port, "/v1/a2a/ping", "application/json", """
                        {"from_agent":"a","to_agent":"b","message_id":"m","payload":{}}""");
                post(port, "/v1/interrupt", "application/json", "{\"session_id\":\"first\"}");
                for (var path : List.of("/readyz", "/metrics", "/v1/sessions", "/v1/sessions/first", "/nothing")) {
                    get(port, path);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.interrupt();
        }
    }

    private static boolean late(long since) {
        return System.nanoTime() - since > PATIENCE_MILLIS * 1_000_000L;
    }

    private static String get(int port, String path) {
        return call(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static void post(int port, String path, String accept, String json) {
        call(
                port,
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: " + accept
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
    }

    /** All that is answered; empty when nobody answers. */
    private static String call(int port, String request) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException notYet) {
            return "";
        }
    }
}
