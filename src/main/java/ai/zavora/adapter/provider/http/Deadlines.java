package ai.zavora.adapter.provider.http;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import java.time.Duration;

/** The time limits of one request, counted on the monotonic clock. Not thread-safe. */
final class Deadlines {

    private enum Phase {
        CONNECT,
        SEND,
        FIRST_EVENT,
        SILENCE,
        ERROR_BODY
    }

    /** How long we wait for the text of a refusal that we have already. */
    private static final Duration ERROR_BODY = Duration.ofSeconds(1);

    private final String provider;
    private final ModelLimits limits;
    private final long start = System.nanoTime();
    private Phase phase = Phase.CONNECT;
    private Duration limit;
    private long phaseStart = start;

    Deadlines(String provider, ModelLimits limits) {
        this.provider = provider;
        this.limits = limits;
        this.limit = limits.connect();
    }

    void connected() {
        enter(Phase.SEND, limits.firstEvent());
    }

    void sent() {
        enter(Phase.FIRST_EVENT, limits.firstEvent());
    }

    void event() {
        enter(Phase.SILENCE, limits.silence());
    }

    void refused() {
        enter(Phase.ERROR_BODY, ERROR_BODY);
    }

    private void enter(Phase next, Duration nextLimit) {
        phase = next;
        limit = nextLimit;
        phaseStart = System.nanoTime();
    }

    /** Nanoseconds until the nearest limit; 0 or less when it has run out. */
    long remaining() {
        var now = System.nanoTime();
        return Math.min(nanos(limit) - (now - phaseStart), nanos(limits.total()) - (now - start));
    }

    private static long nanos(Duration duration) {
        // half of the range, so that the subtraction above cannot overflow
        var most = Duration.ofNanos(Long.MAX_VALUE / 2);
        return duration.compareTo(most) > 0 ? most.toNanos() : duration.toNanos();
    }

    /** The failure that the limit which ran out means. No connection in time is no connection. */
    ModelException exceeded() {
        if (nanos(limits.total()) - (System.nanoTime() - start) <= 0) {
            return timeout("did not finish its answer within " + text(limits.total()), "total");
        }
        return switch (phase) {
            case CONNECT ->
                new ModelException(
                        Reason.UNREACHABLE,
                        provider + " could not be reached within " + text(limit) + ".",
                        "Check the network, the proxy and the provider's base URL.");
            case SEND -> timeout("did not take in the request within " + text(limit), "first event");
            case FIRST_EVENT -> timeout("did not begin to answer within " + text(limit), "first event");
            case SILENCE, ERROR_BODY -> timeout("fell silent for " + text(limit) + " in its answer", "silence");
        };
    }

    private ModelException timeout(String what, String which) {
        return new ModelException(
                Reason.TIMEOUT,
                provider + " " + what + ".",
                "Try again, or raise the " + which + " limit for slow models.");
    }

    static String text(Duration duration) {
        var millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : "%.1f s".formatted(millis / 1000.0);
    }
}
