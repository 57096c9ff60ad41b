package ai.zavora.core.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TokenEstimateTest {
    @Test
    void textIsMeasuredAsItIsSent() {
        for (var text : new String[] {
            "", "abc\n", "\u00e9\u07ff", "\u0800\u6211\uffff", "\ud83d\udc18", "a\u00e9\u6211\ud83d\udc18"
        }) {
            assertThat(TokenEstimate.bytes(text)).as(text).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @Test
    void whatIsBegunCountsWhole() {
        assertThat(TokenEstimate.tokens(0)).isZero();
        assertThat(TokenEstimate.tokens(1)).isEqualTo(1);
        assertThat(TokenEstimate.tokens(4)).isEqualTo(1);
        assertThat(TokenEstimate.tokens(5)).isEqualTo(2);
    }
}
