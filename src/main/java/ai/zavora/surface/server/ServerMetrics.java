package ai.zavora.surface.server;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.llm.Usage;
import ai.zavora.surface.server.approval.Approvals;
import ai.zavora.surface.server.metrics.Counter;
import ai.zavora.surface.server.metrics.Histogram;
import ai.zavora.surface.server.metrics.ProcessFigures;
import ai.zavora.surface.server.metrics.Registry;
import ai.zavora.surface.server.turn.Failures;
import ai.zavora.surface.server.turn.TurnDesk;
import ai.zavora.surface.server.turn.TurnEnd;
import ai.zavora.surface.server.turn.TurnObserver;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.RequestHandler.Sent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/** What the server counts. All labels have few values: no path, user, session or model name. */
final class ServerMetrics implements TurnObserver {
    private static final String OTHER = "other";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final Registry registry = new Registry();
    private final Counter requests = registry.counter(
            "zavora_http_requests_total",
            "Requests by route, method and status; 0 when a turn was stopped because its caller left before the answer began,"
                    + " or when nothing could be sent.",
            "route",
            "method",
            "status");
    private final Histogram durations = registry.histogram(
            "zavora_http_request_duration_seconds", "From a request to the end of its answer.", "route");
    private final Counter refused =
            registry.counter("zavora_refused_total", "Requests that were refused, by reason.", "reason");
    private final Counter turns = registry.counter("zavora_turns_total", "Turns that ended, by outcome.", "outcome");
    private final Counter approvals = registry.counter(
            "zavora_approvals_total", "Tool calls that waited for approval, by how that ended.", "status");
    private final Counter tokens =
            registry.counter("zavora_model_tokens_total", "Tokens as providers counted them, by kind.", "kind");

    /** @param version of the program */
    ServerMetrics(String version) {
        registry.info(
                "zavora_build_info",
                "The program and the Java it runs on.",
                List.of("version", "java"),
                List.of(version, Runtime.version().toString()));
        ProcessFigures.register(registry);
    }

    /** Tells how busy the server is. */
    void observe(TurnDesk desk, Approvals pending, IntSupplier connections) {
        registry.gauge("zavora_turns_running", "Turns that run; those that wait for approval do not.", desk::running);
        registry.gauge("zavora_turns_waiting", "Requests that wait for a turn.", desk::waiting);
        registry.gauge("zavora_approvals_pending", "Tool calls that wait for approval.", pending::pending);
        registry.gauge("zavora_open_connections", "Connections that are open.", connections::getAsInt);
    }

    /** A request is over. */
    void request(String method, Sent sent) {
        var pattern = sent.route().orElse(OTHER);
        var known = METHODS.contains(method) ? method : OTHER;
        requests.add(1, pattern, known, Integer.toString(sent.status()));
        durations.observe(pattern, sent.took());
        reason(sent.status()).ifPresent(reason -> refused.add(1, reason));
    }

    /** A tool call waits no more for approval. */
    void approval(String status) {
        approvals.add(1, status);
    }

    /** Something came in that was no request. */
    void malformed() {
        refused.add(1, "malformed");
    }

    private static Optional<String> reason(int status) {
        return switch (status) {
            case 401 -> Optional.of("unauthorized");
            case 403 -> Optional.of("forbidden");
            case 404 -> Optional.of("not_found");
            case 405 -> Optional.of("method_not_allowed");
            case 408 -> Optional.of("too_slow");
            case 409 -> Optional.of("conflict");
            case 413 -> Optional.of("too_large");
            case 429 -> Optional.of("too_many");
            case 503 -> Optional.of("unavailable");
            default -> status >= 400 && status < 500 ? Optional.of("bad_request") : Optional.empty();
        };
    }

    @Override
    public void accept(TurnEvent event) {
        if (event instanceof TurnEvent.ModelReplied replied) {
            count(replied.usage());
        }
    }

    private void count(Usage usage) {
        tokens.add(usage.inputTokens(), "input");
        tokens.add(usage.cacheReadTokens(), "cache_read");
        tokens.add(usage.cacheWriteTokens(), "cache_write");
        tokens.add(usage.outputTokens(), "output");
        tokens.add(usage.reasoningTokens(), "reasoning");
    }

    @Override
    public void ended(TurnEnd end) {
        turns.add(
                1,
                switch (end) {
                    case TurnEnd.Answered _ -> "answered";
                    case TurnEnd.Failed(var failure) -> outcome(failure);
                });
    }

    private static String outcome(ApiException ended) {
        var category = ended.failure().category();
        if (ended.told().code().filter(Failures.CONTENT_FILTER::equals).isPresent()) {
            return "blocked";
        }
        if (category.equals(ErrorKind.INPUT.name())) {
            return "refused";
        }
        if (!category.equals(Failure.interrupted(130).category())) {
            return "failed";
        }
        return switch (ended.status()) {
            case 504 -> "timeout";
            case 503 -> "stopped";
            default -> "interrupted";
        };
    }

    /** All figures in the text format of Prometheus. */
    String text() {
        return registry.text();
    }
}
