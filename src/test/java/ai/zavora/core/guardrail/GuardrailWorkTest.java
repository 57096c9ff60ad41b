package ai.zavora.core.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The work for a text grows as its length does, however much of it might be the beginning of a find. */
final class GuardrailWorkTest {
    private static final int LENGTH = 60_000;

    /** How often one character may be looked at: most groups of digits of most numbers, from each group. */
    private static final int MOST_READS = 200;

    private final Guardrail guardrail = new Guardrail(List.of("password", "a b c"), "#");

    static List<String> hostileTexts() {
        var half = LENGTH / 4;
        return List.of(
                "a.".repeat(half) + "@" + "b.".repeat(half),
                times("a."),
                times("a.".repeat(500) + "@" + "b.".repeat(130)),
                times("a\u200b."),
                times("a\udb40\udc41."),
                times("a\uff0e"),
                times("4111-1111-1111-1111-"),
                times("4111 1111 1111 1112 "),
                times("1 "),
                times("1-"),
                times("eyJhbGciOi."),
                times("eyJ-"),
                times("eyJ-".repeat(900) + "." + "eyJ-".repeat(900) + ".x "),
                times("sk-"),
                times("AKIA_"),
                times("GB82 "),
                times("bearer "),
                times("-----BEGIN "),
                times("a b "),
                times("\\"),
                times("\\n"),
                times("%20"),
                times("%"),
                times("\\012"),
                times("\\01"),
                times("\\n1-"),
                times("%20a."),
                times("%20a.") + "@" + times("\\u002eb."),
                times("\\u0061@b."),
                times("\033[3"),
                times("\033[3m"),
                "\033[" + times("3"),
                "\\e[" + times("38;5;"),
                times("\\e[3"),
                times("\\x1b[1;"),
                times("\\u001b[?"));
    }

    private static String times(String part) {
        return part.repeat(LENGTH / part.length());
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void looksAtEachCharacterAFewTimesOnly(String text) {
        assertThat(readsOf(text, text.length())).isLessThan((long) MOST_READS * text.length());
        assertThat(readsOf(text, 4_096)).isLessThan((long) MOST_READS * text.length());
    }

    private long readsOf(String text, int pieceLength) {
        var guarded = guardrail.open();
        for (var at = 0; at < text.length(); at += pieceLength) {
            guarded.accept(text.substring(at, Math.min(text.length(), at + pieceLength)));
        }
        guarded.finish();
        return guarded.reads();
    }
}
