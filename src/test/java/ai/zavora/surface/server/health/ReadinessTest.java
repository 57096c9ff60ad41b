package ai.zavora.surface.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The checks of {@code /readyz}. */
@Timeout(60)
final class ReadinessTest {

    @Test
    void tellsWhatEachCheckFound() throws InterruptedException {
        var readiness = new Readiness(
                List.of(
                        new Check("good", Optional::empty),
                        new Check("bad", () -> Optional.of("broken")),
                        new Check("worse", () -> {
                            throw new IllegalStateException("/secret/path");
                        })),
                Duration.ofSeconds(20));

        var found = readiness.look();

        assertThat(found.keySet()).containsExactly("good", "bad", "worse");
        assertThat(found.get("good")).isEmpty();
        assertThat(found.get("bad")).contains("broken");
        assertThat(found.get("worse").orElseThrow()).isNotBlank().doesNotContain("secret");
    }

    @Test
    void aCheckThatHangsCountsAsWrongAndIsNotStartedAgain() throws InterruptedException {
        var gate = new Gate();
        var looks = new AtomicInteger();
        var readiness = new Readiness(
                List.of(
                        new Check("store", () -> {
                            looks.incrementAndGet();
                            gate.pass(Duration.ofSeconds(50));
                            return Optional.empty();
                        }),
                        new Check("other", Optional::empty)),
                Duration.ofMillis(200));

        var first = readiness.look();
        var second = readiness.look();
        gate.open();

        assertThat(first.get("store")).isPresent();
        assertThat(second.get("store")).isPresent();
        assertThat(looks).hasValue(1);
    }
}
