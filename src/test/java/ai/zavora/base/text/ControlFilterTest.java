package ai.zavora.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlFilterTest {
    private static final String HOSTILE = "a\033]0;t\007\u009b1m\u202eb\u2066c\r\nd\re\tf😀g\u0000\u007f\u2028日本";
    private static final String SHOWN = "a␛]0;t␇\ufffd1m\ufffdb\ufffdc\nde\tf😀g␀␡\ufffd日本";

    @Test
    void controlsBecomeVisibleSigns() {
        assertThat(ControlFilter.text(HOSTILE)).isEqualTo(SHOWN);
        assertThat(ControlFilter.line("a\nb\tc")).isEqualTo("a b c");
    }

    @Test
    void harmlessTextIsUntouched() {
        var text = "naïve 日本語 👩‍👩‍👧 \n\tx";
        assertThat(ControlFilter.text(text)).isEqualTo(text);
    }

    @Test
    void halfACharacterIsReplaced() {
        assertThat(ControlFilter.text("a\ud83d")).isEqualTo("a\ufffd");
        assertThat(ControlFilter.text("\ud83dx\ude00")).isEqualTo("\ufffdx\ufffd");
    }

    @Test
    void anySplitGivesTheSameResult() {
        for (int i = 0; i <= HOSTILE.length(); i++) {
            for (int j = i; j <= HOSTILE.length(); j++) {
                var filter = new ControlFilter();
                var shown = filter.accept(HOSTILE.substring(0, i))
                        + filter.accept(HOSTILE.substring(i, j))
                        + filter.accept(HOSTILE.substring(j));
                assertThat(shown).isEqualTo(SHOWN);
            }
        }
    }
}
