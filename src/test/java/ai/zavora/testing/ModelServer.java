package ai.zavora.testing;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A model provider for tests: a real server on 127.0.0.1 that speaks every wire of {@link Wire}, answers from a script
 * and can misbehave down to the single byte.
 *
 * <p>It knows the wire from the path of a request, so one server stands in for every provider. Scripted replies are used
 * up in order, whatever the wire; afterwards every request gets the default. Safe for all threads; closing ends every
 * connection.
 */
public final class ModelServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Optional<TestCertificate> certificate;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final Queue<Scripted> script = new ConcurrentLinkedQueue<>();
    private final List<SentRequest> requests = new CopyOnWriteArrayList<>();
    private final List<SentRequest> otherRequests = new CopyOnWriteArrayList<>();
    private final Map<Socket, Boolean> open = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Function<SentRequest, Scripted> fallback = ModelServer::greeting;
    private static final int LARGE = 1 << 20;

    private volatile OptionalInt refusal = OptionalInt.empty();

    private ModelServer(ServerSocket listener, Optional<TestCertificate> certificate) {
        this.listener = listener;
        this.certificate = certificate;
        threads.execute(this::accept);
    }

    /** A server on a free port. */
    public static ModelServer start() {
        return start(0);
    }

    /** @param port 0 for a free one */
    public static ModelServer start(int port) {
        try {
            var listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 200);
            return new ModelServer(listener, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A server on a free port that speaks TLS with a certificate of its own, valid for 127.0.0.1 and localhost.
     *
     * @param folder where the certificate is made; see {@link #caBundle()}
     */
    public static ModelServer startTls(Path folder) {
        return startTls(TestCertificate.create(folder));
    }

    /** The same with that certificate. */
    public static ModelServer startTls(TestCertificate certificate) {
        return new ModelServer(certificate.listen(), Optional.of(certificate));
    }

    private static Scripted greeting(SentRequest request) {
        return Reply.text("Hello", " from", " the model", " server.");
    }

    /** Forgets the requests so far, what is left in the queue and what happens afterwards, as if it had just started. */
    public void beginAnew() {
        script.clear();
        requests.clear();
        otherRequests.clear();
        fallback = ModelServer::greeting;
        refusal = OptionalInt.empty();
    }

    /** Queues what happens with the next requests, in this order. */
    public ModelServer reply(Scripted... next) {
        script.addAll(List.of(next));
        return this;
    }

    /** What happens with every request once the queue is used up. */
    public ModelServer otherwise(Scripted always) {
        fallback = request -> always;
        return this;
    }

    /** Decides per request what happens once the queue is used up. */
    public ModelServer answering(Function<SentRequest, Scripted> answer) {
        fallback = answer;
        return this;
    }

    /** Answers every request that is not for a model with this status in place of the lists it has. */
    public ModelServer otherRequestsFail(int status) {
        refusal = OptionalInt.of(status);
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The address without a path: what Anthropic's, Gemini's, DeepSeek's and Ollama's base URL variables take. */
    public String baseUrl() {
        return (certificate.isPresent() ? "https" : "http") + "://127.0.0.1:" + port();
    }

    /** The address as that wire's vendor wants it in its base URL variable. */
    public String baseUrl(Wire wire) {
        return switch (wire) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> baseUrl() + "/v1";
            case ANTHROPIC, GEMINI, OLLAMA -> baseUrl();
        };
    }

    /** The PEM file a client must trust to talk to a TLS server. */
    public Path caBundle() {
        return certificate.orElseThrow().pem();
    }

    /** The requests for an answer so far, in order of arrival. */
    public List<SentRequest> requests() {
        return List.copyOf(requests);
    }

    /** All other requests so far, such as a list of models. */
    public List<SentRequest> otherRequests() {
        return List.copyOf(otherRequests);
    }

    /** The newest request for an answer. */
    public SentRequest lastRequest() {
        if (requests.isEmpty()) {
            throw new AssertionError("no request arrived");
        }
        return requests.getLast();
    }

    /**
     * Waits for requests for an answer to arrive.
     *
     * @throws AssertionError when fewer arrived within 20 seconds
     */
    public List<SentRequest> awaitRequests(int count) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (requests.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(requests.size() + " of " + count + " requests arrived");
            }
            Thread.sleep(5);
        }
        return requests();
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        closing.complete(null);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            open.keySet().forEach(ModelServer::shut);
            threads.shutdownNow();
        }
    }

    private void accept() {
        while (!closing.isDone()) {
            try {
                var socket = listener.accept();
                open.put(socket, true);
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                if (!closing.isDone()) {
                    throw new IllegalStateException("the model server cannot accept connections", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            var out = new BufferedOutputStream(socket.getOutputStream(), 65_536);
            var first = in.read();
            while (first >= 0) {
                var request = HttpRequests.read(first, in);
                if (request.isEmpty()) {
                    return;
                }
                // the client has nothing to say until it is answered: what a read sees meanwhile is its going away,
                // or the first byte of its next request
                var next = CompletableFuture.supplyAsync(() -> firstByte(in, request.get()), threads);
                if (!answer(new Exchange(out, request.get(), closing))) {
                    request.get().markAnswered();
                    return;
                }
                first = next.join();
            }
        } catch (IOException | RejectedExecutionException clientGoneOrClosing) {
            // the reader of the next byte has recorded it in the request
        } finally {
            open.remove(socket);
        }
    }

    private static int firstByte(InputStream in, SentRequest request) {
        try {
            var first = in.read();
            if (first < 0) {
                request.clientGone().complete(null);
            }
            return first;
        } catch (IOException e) {
            request.clientGone().complete(null);
            return -1;
        }
    }

    private boolean answer(Exchange exchange) throws IOException {
        var request = exchange.request();
        var wire = request.wire();
        if (wire.isEmpty()) {
            otherRequests.add(request);
            return inventory(exchange);
        }
        requests.add(request);
        // what is larger is about sizes, and would be read for nothing
        if (request.bodyText().length() < LARGE) {
            var broken = ProviderRules.broken(wire.get(), request.body());
            if (broken.isPresent()) {
                return new Performance(exchange, wire.get().format()).refuse(broken.get());
            }
        }
        var queued = script.poll();
        var next = queued != null ? queued : fallback.apply(request);
        return new Performance(exchange, wire.get().format()).perform(next);
    }

    private boolean inventory(Exchange exchange) throws IOException {
        var body = refusal.isPresent() ? Optional.<JsonValue.Obj>empty() : Inventory.of(exchange.request());
        var status = body.isPresent() ? 200 : refusal.orElse(404);
        var json = body.orElseGet(() ->
                JsonValue.object().put("error", "there is nothing at this path").build());
        exchange.whole(
                status,
                Map.of("Content-Type", "application/json"),
                Json.write(json).getBytes(StandardCharsets.UTF_8));
        exchange.request().markAnswered();
        return true;
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a server as a process of its own; {@code --help} says how. */
    public static void main(String[] arguments) throws InterruptedException {
        ModelServerCommand.run(arguments);
    }
}
