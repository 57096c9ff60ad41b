package ai.zavora.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
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
    private final Optional<TestCertificate> certificate;
    private volatile byte[] answer = new byte[0];
    private volatile String type = "application/x-protobuf";

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

    private OtlpReceiver(int status, Optional<TestCertificate> certificate) {
        this.status = status;
        this.certificate = certificate;
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        try {
            if (certificate.isPresent()) {
                var secure = HttpsServer.create(address, 50);
                secure.setHttpsConfigurator(
                        new HttpsConfigurator(certificate.get().context()));
                server = secure;
            } else {
                server = HttpServer.create(address, 50);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    /** A receiver that accepts everything. */
    public static OtlpReceiver start() {
        return new OtlpReceiver(200, Optional.empty());
    }

    /**
     * A receiver that accepts everything and speaks TLS with a certificate of its own.
     *
     * @param folder where the certificate is made; see {@link #caBundle()}
     */
    public static OtlpReceiver startTls(Path folder) {
        return new OtlpReceiver(200, Optional.of(TestCertificate.create(folder)));
    }

    /** The PEM file a client must trust to talk to a TLS receiver. */
    public Path caBundle() {
        return certificate.orElseThrow().pem();
    }

    /** A receiver that answers with that status. */
    public static OtlpReceiver answering(int status) {
        return new OtlpReceiver(status, Optional.empty());
    }

    /**
     * It accepts each request with a partial success from now on.
     *
     * @param rejected how many spans, log records or points it says it did not take; below 128
     */
    public OtlpReceiver rejecting(int rejected) {
        // field 1 is a message of four bytes: its fields 1 and 2 are the number and a text of no bytes
        answer = new byte[] {0x0a, 4, 0x08, (byte) rejected, 0x12, 0};
        return this;
    }

    /** It answers like a server that is no collector, with success and a page, from now on. */
    public OtlpReceiver withPages() {
        type = "text/html; charset=utf-8";
        answer = "<!DOCTYPE html><title>Log in</title>".getBytes(StandardCharsets.US_ASCII);
        return this;
    }

    /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} is set to. */
    public String endpoint() {
        return (certificate.isPresent() ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new TreeMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            var bytes = exchange.getRequestBody().readAllBytes();
            var body = "gzip".equals(headers.get("content-encoding"))
                    ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
                    : bytes;
            received.add(new Received(
                    exchange.getRequestURI().getPath(), headers, new String(body, StandardCharsets.ISO_8859_1)));
            exchange.getResponseHeaders().set("Content-Type", type);
            if (status / 100 == 3) {
                exchange.getResponseHeaders().set("Location", endpoint() + "/elsewhere");
            }
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
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

    /**
     * Waits for a span of that name.
     *
     * @throws AssertionError when none arrived within 30 seconds
     */
    public void awaitSpan(String name) throws InterruptedException {
        await("span named " + name, () -> spans().stream()
                .anyMatch(span -> span.name().equals(name)));
    }

    /**
     * Waits until something of that description is there.
     *
     * @throws AssertionError when it is not within 30 seconds
     */
    public void await(String what, BooleanSupplier arrived) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!arrived.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + what + " arrived");
            }
            Thread.sleep(5);
        }
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
