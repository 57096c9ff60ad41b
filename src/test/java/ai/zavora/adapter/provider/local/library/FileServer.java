package ai.zavora.adapter.provider.local.library;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one file on the loopback address, well and badly. */
final class FileServer implements AutoCloseable {

    private final byte[] file;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    FileServer(byte[] file) throws IOException {
        this.file = file.clone();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Path and range of each request. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var range = exchange.getRequestHeaders().getFirst("Range");
            var path = exchange.getRequestURI().getPath();
            requests.add(range == null ? path : path + " " + range);
            switch (path) {
                case "/model" -> ranged(exchange, range);
                case "/whole" -> send(exchange, 200, file, file.length);
                case "/other" -> send(exchange, 200, new byte[file.length], file.length);
                case "/short" -> send(exchange, 200, file, file.length / 2);
                case "/stall" -> stall(exchange);
                case "/redirect" -> {
                    exchange.getResponseHeaders().set("Location", "/model");
                    exchange.sendResponseHeaders(302, -1);
                }
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void ranged(HttpExchange exchange, String range) throws IOException {
        if (range == null) {
            send(exchange, 200, file, file.length);
            return;
        }
        var from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        var rest = Arrays.copyOfRange(file, from, file.length);
        send(exchange, 206, rest, rest.length);
    }

    private void stall(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, file.length);
        exchange.getResponseBody().write(file, 0, 100_000);
        exchange.getResponseBody().flush();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes, int count) throws IOException {
        exchange.sendResponseHeaders(status, count);
        exchange.getResponseBody().write(bytes, 0, count);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
