package ai.zavora.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A server on the loopback that sends what a test says, byte for byte. It closes the connection behind an answer that is
 * not whole, or that says so.
 */
final class ScriptedServer implements AutoCloseable {
    /** Within an answer: {@link #PAUSED} pass. */
    static final String PAUSE = "<pause>";

    /** As an answer: nothing comes, and the connection stays. */
    static final String SILENCE = "<silence>";

    static final Duration PAUSED = Duration.ofMillis(20);

    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final UnaryOperator<String> script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** @param script from the path of a request to all bytes of the answer */
    ScriptedServer(UnaryOperator<String> script) throws IOException {
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    URI address(String path) {
        return LoadCommand.address("http://127.0.0.1:" + listening.getLocalPort() + path);
    }

    /** How many connections there were. */
    int connections() {
        return connections.get();
    }

    /** The first lines of all requests. */
    List<String> requests() {
        return asked.stream()
                .map(text -> text.substring(0, text.indexOf("\r\n")))
                .toList();
    }

    /** All of a request. */
    String whole(int request) {
        return asked.get(request);
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                open.add(socket);
                connections.incrementAndGet();
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
            for (var request = request(socket.getInputStream());
                    !request.isEmpty();
                    request = request(socket.getInputStream())) {
                asked.add(request);
                var answer = script.apply(request.split(" ", 3)[1]);
                if (answer.equals(SILENCE)) {
                    continue;
                }
                for (var part : answer.split(PAUSE)) {
                    if (!answer.startsWith(part)) {
                        Thread.sleep(PAUSED);
                    }
                    socket.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
                    socket.getOutputStream().flush();
                }
                if (!whole(answer)) {
                    return;
                }
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean whole(String answer) {
        var body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        return !answer.contains("Connection: close")
                && (answer.contains("Content-Length: " + body.length() + "\r\n") || answer.endsWith("0\r\n\r\n"));
    }

    /** The next request; empty at the end of the connection. */
    private static String request(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var text = "";
        while (!text.endsWith("\r\n\r\n")) {
            var one = in.read();
            if (one < 0) {
                return "";
            }
            bytes.write(one);
            text = bytes.toString(StandardCharsets.UTF_8);
        }
        var length = LENGTH.matcher(text);
        var body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
        return text + new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
