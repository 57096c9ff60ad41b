package ai.zavora.core.llm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Sums of tokens. */
final class UsageTest {
    private static final Usage SMALL = new Usage(1, 2, 4, 8, 16);

    @Test
    void everyKindIsCountedOnce() {
        assertThat(SMALL.sentTokens()).isEqualTo(7);
        assertThat(SMALL.generatedTokens()).isEqualTo(24);
        assertThat(SMALL.total()).isEqualTo(31);
        assertThat(SMALL.plus(SMALL)).isEqualTo(new Usage(2, 4, 8, 16, 32));
    }

    @Test
    void fewerThanNoneAreNone() {
        assertThat(new Usage(-1, -2, -3, Long.MIN_VALUE, -5)).isEqualTo(Usage.NONE);
    }

    @Test
    void whatNoNumberCanHoldIsTheLargest() {
        var huge = new Usage(1L << 62, 0, 0, 1L << 62, 0);

        assertThat(huge.plus(huge)).isEqualTo(new Usage(Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, 0));
        assertThat(huge.total()).isEqualTo(Long.MAX_VALUE);
        assertThat(huge.plus(SMALL).sentTokens()).isEqualTo((1L << 62) + 7);
    }
}
