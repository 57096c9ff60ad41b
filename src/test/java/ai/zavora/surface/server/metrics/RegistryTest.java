package ai.zavora.surface.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.testing.PrometheusText;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures and their text. */
final class RegistryTest {
    private final Registry registry = new Registry();

    @Test
    void escapesLabelsAndHelp() {
        registry.counter("a_total", "Back\\slash\nline.", "word").add(2, "q\"b\\n\n");

        assertThat(registry.text()).isEqualTo("""
                        # HELP a_total Back\\\\slash\\nline.
                        # TYPE a_total counter
                        a_total{word="q\\"b\\\\n\\n"} 2
                        """);
        PrometheusText.parse(registry.text());
    }

    @Test
    void seriesOfTheSameLettersStayApart() {
        var counter = registry.counter("a_total", "A.", "x", "y");
        counter.add(1, "ab", "c");
        counter.add(2, "a", "bc");
        counter.add(3, "a", "bc");

        var read = PrometheusText.parse(registry.text());

        assertThat(read.value("a_total{x=\"ab\",y=\"c\"}")).isEqualTo(1);
        assertThat(read.value("a_total{x=\"a\",y=\"bc\"}")).isEqualTo(5);
        assertThatThrownBy(() -> counter.add(1, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counter.add(-1, "a", "b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bucketsOfAHistogramHoldAllBelow() {
        var histogram = registry.histogram("t_seconds", "T.", "route");
        for (var millis : List.of(1, 2, 700, 10_000_000)) {
            histogram.observe("/a", Duration.ofMillis(millis));
        }

        var read = PrometheusText.parse(registry.text());

        assertThat(read.value("t_seconds_bucket{route=\"/a\",le=\"0.001\"}")).isEqualTo(1);
        assertThat(read.value("t_seconds_bucket{route=\"/a\",le=\"0.005\"}")).isEqualTo(2);
        assertThat(read.value("t_seconds_bucket{route=\"/a\",le=\"1\"}")).isEqualTo(3);
        assertThat(read.value("t_seconds_bucket{route=\"/a\",le=\"600\"}")).isEqualTo(3);
        assertThat(read.value("t_seconds_bucket{route=\"/a\",le=\"+Inf\"}")).isEqualTo(4);
        assertThat(read.value("t_seconds_count{route=\"/a\"}")).isEqualTo(4);
        assertThat(read.value("t_seconds_sum{route=\"/a\"}")).isEqualTo(10_000.703);
    }

    @Test
    void tellsWhatTheProcessUses() {
        ProcessFigures.register(registry);

        var read = PrometheusText.parse(registry.text());

        for (var name : List.of("zavora_heap_used_bytes", "zavora_threads", "zavora_uptime_seconds")) {
            assertThat(read.value(name)).as(name).isPositive();
        }
    }
}
