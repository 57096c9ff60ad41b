package ai.zavora.core.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.error.Wording;
import ai.zavora.core.llm.ModelException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RetryingModelClientTest {
    private static final ModelRequest REQUEST =
            new ModelRequest("m", Optional.empty(), List.of(Message.user("hi")), List.of(), OptionalInt.empty());
    private static final ModelReply REPLY =
            new ModelReply(List.of(new Part.Text("hello")), StopReason.COMPLETE, Usage.NONE, "m");
    private static final ModelDelta PIECE = new ModelDelta.Text("he");

    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private final List<ModelDelta> deltas = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private double chance;
    private long now;
    private int calls;

    /** One scripted attempt. */
    private interface Attempt {
        ModelReply run(Consumer<ModelDelta> onDelta);
    }

    private ModelReply ask() throws InterruptedException {
        try (var client = new RetryingModelClient(scripted(), ModelLimits.DEFAULT, pacing())) {
            return client.generate(REQUEST, deltas::add);
        }
    }

    private Pacing pacing() {
        return new Pacing(
                () -> now,
                pause -> {
                    pauses.add(pause);
                    now += pause.toNanos();
                },
                () -> chance);
    }

    private ModelClient scripted() {
        return new ModelClient() {
            @Override
            public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) {
                calls++;
                return attempts.removeFirst().run(onDelta);
            }

            @Override
            public void close() {}
        };
    }

    private static ModelException failure(Reason reason, Optional<Duration> retryAfter) {
        return new ModelException(reason, Wording.own("It failed."), "Try again.", OptionalInt.empty(), retryAfter);
    }

    private void failing(Reason reason) {
        attempts.add(onDelta -> {
            throw failure(reason, Optional.empty());
        });
    }

    private void failingWithWait(Duration wait) {
        attempts.add(onDelta -> {
            throw failure(Reason.RATE_LIMITED, Optional.of(wait));
        });
    }

    private void succeeding() {
        attempts.add(onDelta -> {
            onDelta.accept(PIECE);
            return REPLY;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "SERVER_ERROR", "UNREACHABLE", "STREAM_BROKEN"})
    void aPassingFailureIsRetriedVisibly(Reason reason) throws Exception {
        failing(reason);
        succeeding();
        assertThat(ask()).isEqualTo(REPLY);
        assertThat(deltas)
                .containsExactly(new ModelDelta.Retrying(2, Duration.ofMillis(250), Wording.own("It failed.")), PIECE);
        assertThat(pauses).containsExactly(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"RATE_LIMITED", "SERVER_ERROR", "UNREACHABLE", "STREAM_BROKEN"})
    void aLastingFailureIsNot(Reason reason) {
        failing(reason);
        assertThatThrownBy(this::ask).isInstanceOf(ModelException.class).hasMessage("It failed.");
        assertThat(calls).isEqualTo(1);
        assertThat(deltas).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "SERVER_ERROR", "UNREACHABLE", "STREAM_BROKEN"})
    void nothingIsRetriedOnceTheAnswerBegan(Reason reason) {
        attempts.add(onDelta -> {
            onDelta.accept(PIECE);
            throw failure(reason, Optional.empty());
        });
        assertThatThrownBy(this::ask).isInstanceOf(ModelException.class).hasMessage("It failed.");
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void progressIsNoAnswer() throws Exception {
        attempts.add(onDelta -> {
            onDelta.accept(new ModelDelta.Progress("loading"));
            throw failure(Reason.SERVER_ERROR, Optional.empty());
        });
        succeeding();
        assertThat(ask()).isEqualTo(REPLY);
    }

    @Test
    void pausesDoubleAndAttemptsAreBounded() {
        for (var i = 0; i < 4; i++) {
            failing(Reason.UNREACHABLE);
        }
        assertThatThrownBy(this::ask).hasMessage("It failed. Gave up after 4 attempts.");
        assertThat(pauses).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void noPauseIsLongerThanFiveSeconds() {
        for (var i = 0; i < 20; i++) {
            failing(Reason.UNREACHABLE);
        }
        var limits = limits(20, Duration.ofHours(1));
        try (var client = new RetryingModelClient(scripted(), limits, pacing())) {
            assertThatThrownBy(() -> client.generate(REQUEST, deltas::add)).isInstanceOf(ModelException.class);
        }
        assertThat(pauses).hasSize(19).endsWith(Duration.ofSeconds(5)).allMatch(p -> p.toMillis() <= 5000);
    }

    @Test
    void chanceShortensAPauseByUpToHalf() throws Exception {
        chance = 0.999_999;
        failing(Reason.UNREACHABLE);
        succeeding();
        ask();
        assertThat(pauses.getFirst()).isBetween(Duration.ofMillis(125), Duration.ofMillis(126));
    }

    @Test
    void theProvidersWishIsHonoured() throws Exception {
        failingWithWait(Duration.ofSeconds(7));
        succeeding();
        ask();
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void aWishBeyondTheTimeLeftFailsAtOnce() {
        failing(Reason.UNREACHABLE);
        failingWithWait(Duration.ofSeconds(60));
        var failure = catchThrowableOfType(ModelException.class, this::ask);
        assertThat(failure)
                .hasMessage("It failed. The provider asks to wait 60 s, longer than the time left for retries.");
        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(60));
        assertThat(pauses).hasSize(1);
    }

    @Test
    void theTimeForAllAttemptsIsBounded() {
        attempts.add(onDelta -> {
            now += Duration.ofSeconds(59).plusMillis(900).toNanos();
            throw failure(Reason.UNREACHABLE, Optional.empty());
        });
        assertThatThrownBy(this::ask).hasMessage("It failed. Gave up: no time is left within the 60 s for retries.");
        assertThat(pauses).isEmpty();
    }

    @Test
    void anInterruptInThePauseEndsIt() {
        failing(Reason.UNREACHABLE);
        var pacing = new Pacing(
                () -> now,
                pause -> {
                    throw new InterruptedException();
                },
                () -> chance);
        try (var client = new RetryingModelClient(scripted(), ModelLimits.DEFAULT, pacing)) {
            assertThatThrownBy(() -> client.generate(REQUEST, deltas::add)).isInstanceOf(InterruptedException.class);
        }
        assertThat(calls).isEqualTo(1);
    }

    private static ModelLimits limits(int attempts, Duration retryTotal) {
        var some = Duration.ofSeconds(10);
        return new ModelLimits(some, some, some, some, attempts, retryTotal);
    }
}
