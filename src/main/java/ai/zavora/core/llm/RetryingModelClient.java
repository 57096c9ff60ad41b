package ai.zavora.core.llm;

import ai.zavora.base.config.ModelLimits;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sends a request again when it failed before anything of the answer was passed on.
 *
 * <p>Retried are {@code RATE_LIMITED}, {@code SERVER_ERROR}, {@code UNREACHABLE} and {@code STREAM_BROKEN}. A
 * {@code TIMEOUT} is not: the provider took the request, may still be working on it and would be paid twice, and the
 * person has waited long already; a connection that was not made in time counts as {@code UNREACHABLE}. The pause before
 * the first retry is a quarter of a second, doubles up to 5 s, is shortened by up to half by chance so that many clients
 * do not return together, and is never shorter than the provider asks for.
 *
 * <p>As safe for several threads as the client it wraps.
 */
public final class RetryingModelClient implements ModelClient {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ModelClient client;
    private final ModelLimits limits;
    private final Pacing pacing;

    /**
     * @param client what is tried; closed with this
     * @param limits of which {@code attempts} and {@code retryTotal} count here
     */
    public RetryingModelClient(ModelClient client, ModelLimits limits, Pacing pacing) {
        this.client = client;
        this.limits = limits;
        this.pacing = pacing;
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var start = pacing.nanoTime().getAsLong();
        for (var attempt = 1; ; attempt++) {
            var watched = new Watched(onDelta);
            try {
                return client.generate(request, watched);
            } catch (ModelException failure) {
                if (watched.answerBegan || !mayPass(failure.reason())) {
                    throw failure;
                }
                var spent = Duration.ofNanos(pacing.nanoTime().getAsLong() - start);
                var pause = pause(attempt, failure, limits.retryTotal().minus(spent));
                onDelta.accept(new ModelDelta.Retrying(attempt + 1, pause, failure.wording()));
                pacing.sleeper().sleep(pause);
            }
        }
    }

    private static boolean mayPass(ModelException.Reason reason) {
        return switch (reason) {
            case RATE_LIMITED, SERVER_ERROR, UNREACHABLE, STREAM_BROKEN -> true;
            case CREDENTIAL_REFUSED,
                    NOT_FOUND,
                    BAD_REQUEST,
                    TLS,
                    TIMEOUT,
                    MALFORMED,
                    CONTEXT_OVERFLOW,
                    CONTENT_FILTER,
                    LOCAL_ENGINE -> false;
        };
    }

    /** @throws ModelException when there is no attempt or no time left */
    private Duration pause(int attempt, ModelException failure, Duration left) {
        if (attempt >= limits.attempts()) {
            throw attempt == 1 ? failure : extended(failure, "Gave up after " + attempt + " attempts.");
        }
        var backOff = backOff(attempt);
        var asked = failure.retryAfter().orElse(Duration.ZERO);
        if (asked.isPositive() && asked.compareTo(left) > 0) {
            throw extended(
                    failure, "The provider asks to wait " + text(asked) + ", longer than the time left for retries.");
        }
        if (backOff.compareTo(left) > 0) {
            throw extended(
                    failure, "Gave up: no time is left within the " + text(limits.retryTotal()) + " for retries.");
        }
        return asked.compareTo(backOff) > 0 ? asked : backOff;
    }

    private Duration backOff(int attempt) {
        // 5 doublings already pass the cap; more would overflow
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 5));
        var capped = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return Duration.ofNanos((long) (capped.toNanos() * (1 - pacing.chance().getAsDouble() / 2)));
    }

    private static ModelException extended(ModelException failure, String more) {
        var extended = new ModelException(
                failure.reason(), failure.wording().then(more), failure.hint(), failure.status(), failure.retryAfter());
        extended.initCause(failure);
        return extended;
    }

    private static String text(Duration duration) {
        var seconds = Math.round(duration.toMillis() / 1000.0);
        return seconds == 0 && duration.isPositive() ? duration.toMillis() + " ms" : seconds + " s";
    }

    @Override
    public void close() {
        client.close();
    }

    /** Passes pieces on and remembers whether one of them belonged to the answer. */
    private static final class Watched implements Consumer<ModelDelta> {
        private final Consumer<ModelDelta> onDelta;
        private boolean answerBegan;

        Watched(Consumer<ModelDelta> onDelta) {
            this.onDelta = onDelta;
        }

        @Override
        public void accept(ModelDelta delta) {
            answerBegan = answerBegan
                    || switch (delta) {
                        case ModelDelta.Text _, ModelDelta.Reasoning _, ModelDelta.ToolUseStarted _ -> true;
                        case ModelDelta.Retrying _,
                                ModelDelta.Progress _,
                                ModelDelta.Guarded _,
                                ModelDelta.Withheld _ -> false;
                    };
            onDelta.accept(delta);
        }
    }
}
