package ai.zavora.load;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import org.junit.jupiter.api.Test;

final class DistributionTest {

    @Test
    void percentilesAreTimesThatWereMeasured() {
        var hundred = times(100);

        assertThat(hundred.percentile(50)).isEqualTo(50);
        assertThat(hundred.percentile(95)).isEqualTo(95);
        assertThat(hundred.percentile(99)).isEqualTo(99);
        assertThat(hundred.percentile(100)).isEqualTo(100);
    }

    @Test
    void theRankIsRoundedUp() {
        var thirty = times(30);

        assertThat(thirty.percentile(95)).as("28.5th").isEqualTo(29);
        assertThat(thirty.percentile(99)).as("29.7th").isEqualTo(30);
        assertThat(times(1).percentile(1)).isEqualTo(1);
    }

    @Test
    void isToldInMilliseconds() {
        var values = new LongList();
        values.add(3_000_000);
        values.add(1_234_567);

        assertThat(Json.write(Distribution.of(values).toJson()))
                .isEqualTo("{\"sample_count\":2,\"avg_ms\":2.117,\"min_ms\":1.235,\"p50_ms\":1.235,\"p95_ms\":3.000,"
                        + "\"p99_ms\":3.000,\"max_ms\":3.000}");
    }

    @Test
    void nothingMeasuredIsNoTime() {
        assertThat(Json.write(times(0).toJson())).isEqualTo("{\"sample_count\":0}");
    }

    /** From the largest to 1. */
    private static Distribution times(int count) {
        var values = new LongList();
        for (var value = count; value > 0; value--) {
            values.add(value);
        }
        return Distribution.of(values);
    }
}
