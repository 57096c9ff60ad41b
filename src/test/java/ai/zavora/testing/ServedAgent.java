package ai.zavora.testing;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.network.TlsTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged program as a server on a free loopback port, and a client of it. Ended by its process id. */
public final class ServedAgent implements AutoCloseable {
    /** A third of what a server that lives for seconds does is to optimize what it will not run again. */
    private static final String COMPILED_SIMPLY = "-XX:TieredStopAtLevel=1";

    private static final Pattern ADDRESS = Pattern.compile("https?://[^ ]+:\\d+");

    private final RunningProgram program;
    private final URI address;
    private final HttpClient client;

    private ServedAgent(RunningProgram program, HttpClient client) throws InterruptedException {
        this.program = program;
        this.client = client;
        program.awaitOutput("Listening on ");
        var told = ADDRESS.matcher(program.out());
        if (!told.find()) {
            throw new AssertionError("no address in " + program.out());
        }
        this.address = URI.create(told.group());
    }

    /**
     * Starts it.
     *
     * @param arguments behind {@code server serve --port 0}
     */
    public static ServedAgent start(Launcher launcher, String... arguments) throws InterruptedException {
        return start(launcher, client(), arguments);
    }

    /**
     * Starts it with TLS.
     *
     * @param authority a PEM file whose certificates the client trusts
     * @param arguments behind {@code server serve --port 0}
     */
    public static ServedAgent startTrusting(Path authority, Launcher launcher, String... arguments)
            throws InterruptedException {
        try {
            return start(launcher, client().sslContext(TlsTrust.context(Optional.of(authority))), arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));
    }

    private static ServedAgent start(Launcher launcher, HttpClient.Builder client, String... arguments)
            throws InterruptedException {
        var line = new ArrayList<>(List.of("server", "serve", "--port", "0"));
        line.addAll(List.of(arguments));
        return of(launcher.withJavaOptions(COMPILED_SIMPLY).start(line.toArray(String[]::new)), client);
    }

    /** One that was started, as by a shell. */
    public static ServedAgent of(RunningProgram running) throws InterruptedException {
        return of(running, client());
    }

    private static ServedAgent of(RunningProgram running, HttpClient.Builder client) throws InterruptedException {
        try {
            return new ServedAgent(running, client.build());
        } catch (AssertionError | InterruptedException e) {
            running.close();
            throw e;
        }
    }

    /** Where it listens, without a path. */
    public URI address() {
        return address;
    }

    /** The process. */
    public RunningProgram program() {
        return program;
    }

    /** An answer. */
    public record Answer(int status, String text, HttpResponse<?> response) {
        /** The one JSON object it consists of. */
        public JsonValue.Obj json() {
            try {
                return Json.parseObject(text);
            } catch (JsonException e) {
                throw new AssertionError("no JSON object: " + text, e);
            }
        }

        /** The first value of a header field; empty text without. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** A request to be completed and sent with {@link #send}. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    public Answer get(String path) throws InterruptedException {
        return send(request(path).GET());
    }

    /** Posts a JSON text. */
    public Answer post(String path, String json) throws InterruptedException {
        return send(posting(path, json));
    }

    /** Has a short prompt answered in a session; with 200, or it is an error. */
    public Answer ask(String session) throws InterruptedException {
        var body = JsonValue.object()
                .put("prompt", "hi")
                .put("session_id", session)
                .build();
        var answer = post("/v1/ask", Json.write(body));
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + ": " + answer.text());
        }
        return answer;
    }

    /** Posts a JSON text again and again until the answer is another than 503; after half a minute that one, too. */
    public Answer postUntilAvailable(String path, String json) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        var answer = post(path, json);
        while (answer.status() == 503 && System.nanoTime() < deadline) {
            Thread.sleep(200);
            answer = post(path, json);
        }
        return answer;
    }

    /** A request that posts a JSON text, to be completed. */
    public HttpRequest.Builder posting(String path, String json) {
        return request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json));
    }

    public Answer send(HttpRequest.Builder request) throws InterruptedException {
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Posts, and reads the answer line by line as it comes; closing the stream ends the connection. */
    public Stream<String> lines(HttpRequest.Builder request) throws InterruptedException {
        try {
            return client.send(request.build(), BodyHandlers.ofLines()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells it to stop and waits for its end. */
    public Finished stop() throws InterruptedException {
        program.signal("TERM");
        return program.finish();
    }

    @Override
    public void close() {
        client.shutdownNow();
        program.close();
    }
}
