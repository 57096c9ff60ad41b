package ai.zavora.testing;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request as {@link ModelServer} got it. Safe for all threads. */
public final class SentRequest {
    private final String method;
    private final String target;
    private final Map<String, String> headers;
    private final String bodyText;
    private final CompletableFuture<Void> clientGone = new CompletableFuture<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();

    /** @param headers with lowercase names */
    SentRequest(String method, String target, Map<String, String> headers, String bodyText) {
        this.method = method;
        this.target = target;
        this.headers = Map.copyOf(headers);
        this.bodyText = bodyText;
    }

    public String method() {
        return method;
    }

    /** The path without its query. */
    public String path() {
        var query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** What follows the question mark; empty when there is none. */
    public String query() {
        var query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** All headers, their names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The header of that name, in whatever case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body as text. */
    public String bodyText() {
        return bodyText;
    }

    /**
     * The body as JSON.
     *
     * @throws AssertionError when it is no JSON object
     */
    public JsonValue.Obj body() {
        try {
            return Json.parseObject(bodyText);
        } catch (JsonException e) {
            throw new AssertionError("the request's body is no JSON object: " + bodyText, e);
        }
    }

    /** The wire it came in on; empty for other requests such as a list of models. */
    public Optional<Wire> wire() {
        return method.equals("POST") ? Wire.of(path()) : Optional.empty();
    }

    /** What the request tells the model. */
    public Conversation conversation() {
        return wire().orElseThrow(() -> new AssertionError("no model request: " + method + " " + target))
                .format()
                .read(body());
    }

    /** The model asked for. */
    public String model() {
        return conversation().model().orElseGet(this::modelInPath);
    }

    private String modelInPath() {
        var name = path().substring(path().lastIndexOf('/') + 1);
        var colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    /** The system text; empty when there is none. */
    public String system() {
        return conversation().system();
    }

    /** The messages, oldest first, each as {@code role: text}. */
    public List<String> said() {
        return conversation().said().stream()
                .map(said -> said.role() + ": " + said.text())
                .toList();
    }

    /** The text of the last message of the user. */
    public String lastUserText() {
        return conversation().said().stream()
                .filter(said -> said.role().equals("user"))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no user message in " + bodyText))
                .text();
    }

    /** The names of the tools on offer. */
    public List<String> toolNames() {
        return conversation().tools();
    }

    /** Whether the client closed the connection before the answer was complete. */
    public boolean clientClosedEarly() {
        return clientGone.isDone() && !answered.isDone();
    }

    /** Waits until the client closes the connection before its answer is complete; whether it did within that time. */
    public boolean awaitClientClosedEarly(Duration patience) throws InterruptedException {
        try {
            clientGone.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return clientClosedEarly();
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Completed when the client has closed the connection, before or after its answer. */
    CompletableFuture<Void> clientGone() {
        return clientGone;
    }

    void markAnswered() {
        if (!clientGone.isDone()) {
            answered.complete(null);
        }
    }

    @Override
    public String toString() {
        return method + " " + target + " " + bodyText;
    }
}
