import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model server on the loopback for training the start-up cache and for benchmarks: it streams as many tokens as
 * the model's name asks for ({@code gpt-stub-tokens-100000}, else 20), as fast as the reader reads or spread evenly over
 * some milliseconds ({@code gpt-stub-tokens-100-over-10000}), and tells when the last request came and when its first
 * token left. It knows the two wire formats of OpenAI. It also takes telemetry sent by OTLP, and forgets it.
 *
 * <p>usage: {@code java scripts/ModelStub.java}; its first line of output is the port; it ends when its input does.
 */
final class ModelStub {
    private static final Pattern TOKENS = Pattern.compile("\"model\"\\s*:\\s*\"[^\"]*-tokens-(\\d+)(-over-\\d+)?\"");
    private static final Pattern OVER = Pattern.compile("\"model\"\\s*:\\s*\"[^\"]*-over-(\\d+)\"");
    private static final int DEFAULT_TOKENS = 20;
    private static final int CONNECTIONS = 4096;

    private volatile long requestNanos;
    private volatile long firstTokenNanos;

    public static void main(String[] arguments) throws IOException {
        // Without it a small last segment waits 40 ms for the reader's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // It closes idle connections beyond these, while the next request is on its way.
        System.setProperty("sun.net.httpserver.maxIdleConnections", Integer.toString(CONNECTIONS));
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        ModelStub stub = new ModelStub();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONNECTIONS);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", stub::answer);
        server.createContext("/timings", stub::timings);
        server.start();
        System.out.println(server.getAddress().getPort());
        System.out.flush();
        while (System.in.read() >= 0) {
            // Lives as long as its parent holds the pipe open.
        }
        System.exit(0);
    }

    private void timings(HttpExchange exchange) throws IOException {
        send(exchange, 200, "{\"request\":%d,\"first_token\":%d}".formatted(requestNanos, firstTokenNanos));
    }

    private void answer(HttpExchange exchange) throws IOException {
        long arrived = epochNanos();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/chat/completions")) {
            requestNanos = arrived;
            stream(exchange, Pace.of(body), new Completions());
        } else if (path.endsWith("/responses")) {
            requestNanos = arrived;
            stream(exchange, Pace.of(body), new Responses());
        } else if (path.endsWith("/traces") || path.endsWith("/metrics") || path.endsWith("/logs")) {
            send(exchange, 200, "");
        } else {
            send(exchange, 404, "{\"error\":{\"message\":\"no such path\"}}");
        }
    }

    private void stream(HttpExchange exchange, Pace pace, Wire wire) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        long began = System.nanoTime();
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), pace.buffer())) {
            out.write(bytes(wire.opening()));
            firstTokenNanos = epochNanos();
            byte[] token = bytes(wire.token());
            out.write(token);
            out.flush();
            for (int i = 1; i < pace.tokens(); i++) {
                if (pace.millis() > 0) {
                    pause(began + pace.millis() * 1_000_000L * i / pace.tokens());
                    out.write(token);
                    out.flush();
                } else {
                    out.write(token);
                }
            }
            if (pace.millis() > 0) {
                pause(began + pace.millis() * 1_000_000L);
            }
            out.write(bytes(wire.closing(pace.tokens())));
        }
    }

    private static void pause(long until) {
        long left = until - System.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(left);
        }
    }

    /** How many tokens in how many milliseconds; 0 for as fast as they are read. */
    private record Pace(int tokens, int millis) {
        static Pace of(String body) {
            Matcher over = OVER.matcher(body);
            int millis = over.find() ? Integer.parseInt(over.group(1)) : 0;
            Matcher tokens = TOKENS.matcher(body);
            return new Pace(tokens.find() ? Integer.parseInt(tokens.group(1)) : DEFAULT_TOKENS, millis);
        }

        int buffer() {
            return millis > 0 ? 2048 : 1 << 16;
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes(json).length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes(json));
        }
    }

    private static long epochNanos() {
        return Duration.between(Instant.EPOCH, Instant.now()).toNanos();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private sealed interface Wire {
        String opening();

        String token();

        String closing(int tokens);
    }

    private record Completions() implements Wire {
        @Override
        public String opening() {
            return chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null", "");
        }

        @Override
        public String token() {
            return chunk("{\"content\":\"word \"}", "null", "");
        }

        @Override
        public String closing(int tokens) {
            String usage = ",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":%d,\"total_tokens\":%d}"
                    .formatted(tokens, tokens + 10);
            return chunk("{}", "\"stop\"", usage) + "data: [DONE]\n\n";
        }

        private static String chunk(String delta, String finish, String usage) {
            return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"stub\","
                    + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]" + usage
                    + "}\n\n";
        }
    }

    private record Responses() implements Wire {
        @Override
        public String opening() {
            return event("response.created", "\"response\":{\"id\":\"r1\",\"status\":\"in_progress\",\"output\":[]}")
                    + event(
                            "response.output_item.added",
                            "\"output_index\":0,\"item\":{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\","
                                    + "\"content\":[]}")
                    + event(
                            "response.content_part.added",
                            "\"item_id\":\"m1\",\"output_index\":0,\"content_index\":0,"
                                    + "\"part\":{\"type\":\"output_text\",\"text\":\"\"}");
        }

        @Override
        public String token() {
            return event(
                    "response.output_text.delta",
                    "\"item_id\":\"m1\",\"output_index\":0,\"content_index\":0,\"delta\":\"word \"");
        }

        @Override
        public String closing(int tokens) {
            String text = "word ".repeat(tokens);
            String item = "{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"completed\","
                    + "\"content\":[{\"type\":\"output_text\",\"text\":\"" + text + "\",\"annotations\":[]}]}";
            return event("response.output_item.done", "\"output_index\":0,\"item\":" + item)
                    + event(
                            "response.completed",
                            "\"response\":{\"id\":\"r1\",\"status\":\"completed\",\"output\":[" + item
                                    + "],\"usage\":{\"input_tokens\":10,\"output_tokens\":" + tokens
                                    + ",\"total_tokens\":" + (tokens + 10) + "}}");
        }

        private static String event(String type, String fields) {
            return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
        }
    }
}
