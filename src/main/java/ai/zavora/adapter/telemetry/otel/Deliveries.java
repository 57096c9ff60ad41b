package ai.zavora.adapter.telemetry.otel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/** What became of the records for the collector, and of the requests to it. Safe for use from several threads. */
final class Deliveries {
    static final String LATE = "no answer in time";

    /** It answered with success, and said of some that it did not take them. */
    private static final String REJECTED = "the collector rejected a part of it";

    /** More came than could wait. */
    private static final String CROWDED = "too much at once";

    private final AtomicReference<String> failure = new AtomicReference<>("");
    private final AtomicReference<String> mishap = new AtomicReference<>("");
    private final AtomicReference<String> news = new AtomicReference<>("");
    private final AtomicBoolean worked = new AtomicBoolean();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong made = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean cutOff = new AtomicBoolean();
    private int bodies;

    /** A record is to be sent; it is lost unless it arrives. */
    void made() {
        made.incrementAndGet();
    }

    /** So many of the records that were made are with the collector. */
    void arrived(int records) {
        arrived.addAndGet(records);
    }

    /** The collector took a request, but not so many of its records; 0 where it was no records. */
    void rejected(long records) {
        rejected.addAndGet(records);
        failed(REJECTED);
    }

    /** One more came than could wait. */
    void dropped() {
        dropped.incrementAndGet();
        news.compareAndSet("", CROWDED);
    }

    /** So many will not be sent any more, for a reason that was told. */
    void dropped(long records) {
        dropped.addAndGet(records);
    }

    /** Nothing could be made of one, for want of memory or by a defect. */
    void dropped(Throwable cause) {
        dropped.incrementAndGet();
        var fault = fault(cause);
        mishap.compareAndSet("", fault);
        news.set(fault);
    }

    /** A request is on its way. */
    void begun() {
        sent.incrementAndGet();
        open.incrementAndGet();
    }

    /** How many requests were made so far. */
    long sent() {
        return sent.get();
    }

    /** A request ended. */
    void answered(int status) {
        open.decrementAndGet();
        if (status / 100 == 2) {
            worked.set(true);
        } else {
            failed("HTTP " + status);
        }
    }

    /** A request ended without an answer. */
    void failed(Throwable cause) {
        open.decrementAndGet();
        failed(reason(cause));
    }

    /** A request could not even be made, or none can be. */
    void broken(Throwable cause) {
        failed(fault(cause));
    }

    /** The body of an answer is on its way; it may say that a part was rejected. */
    synchronized void bodyBegun() {
        bodies++;
    }

    /** A body was read to its end, or nothing more of it counts. */
    synchronized void bodyEnded() {
        bodies--;
        notifyAll();
    }

    /** Waits, within that bound, until no body is on its way. */
    synchronized void awaitBodies(Duration bound) throws InterruptedException {
        var end = System.nanoTime() + bound.toNanos();
        var left = bound.toMillis();
        while (bodies > 0 && left > 0) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    /** Something could not be sent. The first reason is the one that is told in the end. */
    void failed(String reason) {
        failure.compareAndSet("", reason);
        // what is cut off at the end fails for that
        if (!cutOff.get()) {
            news.set(reason);
        }
    }

    /** The library made no request of what it was given, as where it has more than 64 MiB; nothing else tells of it. */
    void unsent() {
        failed("too much for one request");
    }

    /** Requests that are open now have failed; they will be cut off. */
    void timeIsUp() {
        if (open.get() > 0) {
            endedBefore();
        }
    }

    /** The command is over, and what became of its last records is not known: no news, but told with its end. */
    void endedBefore() {
        failure.compareAndSet("", LATE);
        cutOff.set(true);
    }

    /** Whether the command ended before the collector had answered. */
    boolean cutOff() {
        return cutOff.get();
    }

    /** Why something did not arrive; empty when nothing is known to have failed. */
    Optional<String> reason() {
        return present(failure.get());
    }

    /** Why nothing could be made of what was to be sent; empty when that did not happen. */
    Optional<String> mishap() {
        return present(mishap.get());
    }

    /** The latest reason for a loss since this was last asked. */
    Optional<String> news() {
        return present(news.getAndSet(""));
    }

    /** Whether the collector took anything since this was last asked. */
    boolean worked() {
        return worked.getAndSet(false);
    }

    /** How many records are lost, those counted that the collector has not answered yet. Metrics are no records. */
    long lost() {
        // no collector can reject more than it got, whatever it says
        return dropped.get() + made.get() - arrived.get() + Math.min(rejected.get(), arrived.get());
    }

    private static Optional<String> present(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }

    private static String fault(Throwable cause) {
        return cause instanceof OutOfMemoryError
                ? "out of memory"
                : "defect: " + cause.getClass().getSimpleName();
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
            case CollectorSender.PageException _ -> "the answer is a web page";
            case IOException _ -> "the answer is not HTTP, or was cut off";
            default -> cause.getClass().getSimpleName();
        };
    }
}
