package ai.zavora.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * A collector for tests: a real server on 127.0.0.1 that takes OTLP over HTTP and keeps what it was sent. Safe for all
 * threads; closing ends it.
 */
public final class OtlpReceiver implements AutoCloseable {
    private static final Map<String, String> SIGNALS =
            Map.of("/v1/traces", "traces", "/v1/metrics", "metrics", "/v1/logs", "logs");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final int status;

    /**
     * One request.
     *
     * @param headers by their names in lower case
     * @param content as it was before compression, each byte one character
     */
    public record Received(String path, Map<String, String> headers, String content) {
        public byte[] body() {
            return content.getBytes(StandardCharsets.ISO_8859_1);
        }

        /** Everything in it as text, each byte one character, to look for what must not be there. */
        public String everything() {
            return path + headers + content;
        }
    }

    private OtlpReceiver(int status) {
        this.status = status;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    /** A receiver that accepts everything. */
    public static OtlpReceiver start() {
        return new OtlpReceiver(200);
    }

    /** A receiver that answers with that status. */
    public static OtlpReceiver answering(int status) {
        return new OtlpReceiver(status);
    }

    /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} is set to. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new java.util.TreeMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join(",", values)));
            var bytes = exchange.getRequestBody().readAllBytes();
            var body = "gzip".equals(headers.get("content-encoding"))
                    ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
                    : bytes;
            received.add(new Received(
                    exchange.getRequestURI().getPath(), headers, new String(body, StandardCharsets.ISO_8859_1)));
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            if (status / 100 == 3) {
                exchange.getResponseHeaders().set("Location", endpoint() + "/elsewhere");
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** All requests so far. */
    public List<Received> requests() {
        return List.copyOf(received);
    }

    /** All spans so far. */
    public List<Otlp.Span> spans() {
        return all("traces", Otlp::spans);
    }

    /** The only span of that name. */
    public Otlp.Span span(String name) {
        var found = spans().stream().filter(span -> span.name().equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " spans named " + name + " among "
                    + spans().stream().map(Otlp.Span::name).toList());
        }
        return found.getFirst();
    }

    /** All log records so far. */
    public List<Otlp.Log> logs() {
        return all("logs", Otlp::logs);
    }

    /** All points of metrics so far. */
    public List<Otlp.Point> points() {
        return all("metrics", Otlp::points);
    }

    private <T> List<T> all(String signal, Function<byte[], List<T>> reader) {
        return received.stream()
                .filter(request -> signal.equals(SIGNALS.get(request.path())))
                .flatMap(request -> reader.apply(request.body()).stream())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
