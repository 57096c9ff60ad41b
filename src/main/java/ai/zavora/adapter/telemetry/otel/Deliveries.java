package ai.zavora.adapter.telemetry.otel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/** What became of the requests to the collector. Safe for use from several threads. */
final class Deliveries {
    static final String LATE = "no answer in time";

    private final AtomicReference<String> failure = new AtomicReference<>("");
    private final AtomicInteger open = new AtomicInteger();

    void begun() {
        open.incrementAndGet();
    }

    /** A request ended. */
    void answered(int status) {
        open.decrementAndGet();
        if (status / 100 != 2) {
            failed("HTTP " + status);
        }
    }

    /** A request ended without an answer. */
    void failed(Throwable cause) {
        open.decrementAndGet();
        failed(reason(cause));
    }

    /** The first reason is the one that is told. */
    void failed(String reason) {
        failure.compareAndSet("", reason);
    }

    /** Requests that are open now have failed; they will be cut off. */
    void timeIsUp() {
        if (open.get() > 0) {
            failed(LATE);
        }
    }

    /** Why something did not arrive; empty when nothing is known to have failed. */
    Optional<String> reason() {
        return Optional.of(failure.get()).filter(text -> !text.isEmpty());
    }

    /** What kind of failure it was; its text may hold an address or what a stranger sent. */
    private static String reason(Throwable cause) {
        return switch (cause) {
            case CompletionException e when e.getCause() != null -> reason(e.getCause());
            case HttpTimeoutException _ -> LATE;
            case ConnectException e
            when e.getCause() instanceof java.nio.channels.UnresolvedAddressException -> "unknown host";
            case ConnectException _ -> "no connection";
            case UnknownHostException _ -> "unknown host";
            case SSLException _ -> "TLS failed";
            case IOException _ -> "the answer is not HTTP, or was cut off";
            default -> cause.getClass().getSimpleName();
        };
    }
}
