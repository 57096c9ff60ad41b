package ai.zavora.surface.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.idempotency.KeyedTurns.Ask;
import ai.zavora.surface.server.idempotency.KeyedTurns.Bounds;
import ai.zavora.surface.server.idempotency.KeyedTurns.Found;
import ai.zavora.surface.server.turn.Failures;
import ai.zavora.surface.server.turn.TurnEnd;
import ai.zavora.surface.server.turn.TurnLog;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.testing.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which turns are remembered by their keys, and for how long. */
final class KeyedTurnsTest {
    private static final TurnEnd END = new TurnEnd.Failed(Failures.ofDefect());

    private final MutableClock clock = MutableClock.fixed();
    private final KeyedTurns turns = new KeyedTurns(new Bounds(Duration.ofHours(1), 3, 100), clock);

    private static Ask ask(String key) {
        return new Ask(
                new IdempotencyKey("user", key),
                new SessionKey("app", "user", "of " + key),
                Fingerprint.of(JsonValue.Obj.EMPTY));
    }

    private static TurnLog running(String text) {
        var log = new TurnLog();
        log.accept(new TurnEvent.TurnStarted("turn", new ModelRoute("openai", "m")));
        log.accept(new TurnEvent.TextDelta("assistant", text));
        return log;
    }

    private static TurnLog over(String text) {
        var log = running(text);
        log.end(END);
        return log;
    }

    private Found find(String key, TurnLog fresh) throws InterruptedException {
        return turns.find(ask(key), () -> fresh);
    }

    /** Whether a turn is still found by this key. */
    private boolean knows(String key) throws InterruptedException {
        var fresh = new TurnLog();
        fresh.end(END);
        return find(key, fresh).log() != fresh;
    }

    @Test
    void forgetsATurnAfterItsTime() throws InterruptedException {
        find("k", over("x"));
        clock.advance(Duration.ofHours(1));
        assertThat(knows("k")).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(knows("k")).isFalse();
    }

    @Test
    void theKeyThatWasNotUsedForLongestGoesFirst() throws InterruptedException {
        find("a", over("x"));
        find("b", over("x"));
        find("a", over("y"));
        find("c", over("x"));
        find("d", over("x"));

        assertThat(knows("b")).isFalse();
        assertThat(knows("d")).isTrue();
    }

    @Test
    void longAnswersPushOthersOut() throws InterruptedException {
        find("a", over("x".repeat(60)));
        find("b", over("x".repeat(60)));
        assertThat(knows("b")).isTrue();
        assertThat(knows("a")).isFalse();
    }

    @Test
    void aTurnThatRunsIsKeptWhateverTheBounds() throws InterruptedException {
        var first = running("x".repeat(200));
        find("k", first);
        for (var other : new String[] {"a", "b", "c", "d"}) {
            find(other, over("x"));
        }
        clock.advance(Duration.ofDays(2));

        var found = find("k", running("y"));

        assertThat(found.log()).isSameAs(first);
        assertThat(found.replayed()).isFalse();
    }

    @Test
    void whatCouldNotBeStartedIsTriedAgain() throws InterruptedException {
        assertThatThrownBy(() -> turns.find(ask("k"), () -> {
                    throw ApiException.tooManyRequests("busy", Duration.ofSeconds(1));
                }))
                .isInstanceOf(ApiException.class);

        assertThat(knows("k")).isFalse();
    }

    @Test
    void aTurnThatWasRefusedBeforeItBeganIsTriedAgain() throws InterruptedException {
        var refused = new TurnLog();
        refused.end(END);
        find("k", refused);

        var second = over("x");
        assertThat(find("k", second).log()).isSameAs(second);
        assertThat(find("k", over("y")).replayed()).isTrue();
    }

    @Test
    void aSessionTakesItsTurnsAlong() throws InterruptedException {
        find("k", over("x"));
        turns.forget(ask("k").session());
        assertThat(knows("k")).isFalse();
    }
}
