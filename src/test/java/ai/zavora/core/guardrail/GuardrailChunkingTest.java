package ai.zavora.core.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The result does not depend on how a text comes in pieces, whatever the text. */
final class GuardrailChunkingTest {
    private static final List<String> TERMS = List.of(
            "password",
            "secret",
            "api key",
            "access",
            "access token",
            "token",
            "straße",
            "İstanbul",
            "café",
            "C++",
            "#tag",
            "\ud83d\udd11",
            "οδός",
            "a",
            "a b c",
            "n",
            "100%",
            "c:\\");

    /** Pieces that finds are made of, whole and torn. */
    private static final String[] SCRAPS = {
        "password",
        "PASSWORD",
        "pass",
        "word",
        "secret",
        "s",
        "ecret",
        "api",
        " ",
        "  ",
        "\n",
        "key",
        "access",
        "token",
        "stra",
        "ß",
        "SS",
        "ss",
        "e",
        "İ",
        "i",
        "I",
        "ı",
        "\u0307",
        "stanbul",
        "caf",
        "é",
        "e\u0301",
        "\u0301",
        "\u0323",
        "C+",
        "+",
        "#",
        "tag",
        "\ud83d",
        "\udd11",
        "\ud83d\udd11",
        "\u200b",
        "\u00ad",
        "\ufff9",
        "\udb40",
        "\udc41",
        "\udb40\udc41",
        "\udb40\udd00",
        "\ud834\udd73",
        "\ud82f\udca0",
        "\udb40\udc41".repeat(17),
        "\ufeff",
        "ΟΔΌ",
        "Σ",
        "ς",
        "σ",
        "a",
        "b",
        "c",
        "@",
        ".",
        "com",
        "a@b.com",
        "x.y",
        "-",
        "--",
        "-----",
        "BEGIN ",
        "PRIVATE KEY",
        "END ",
        "MIIE",
        "4111",
        "1111",
        " 1111",
        "4111111111111111",
        "4111-1111-1111-1111-",
        "123-45-6789",
        "123",
        "45",
        "6789",
        "(",
        ")",
        "555",
        "223",
        "4567",
        "+1",
        "+44",
        "GB82",
        "WEST",
        "1234",
        "5698",
        "7654",
        "32",
        "AKIA",
        "Q7Q7",
        "sk-",
        "eyJ",
        "ghp_",
        "xoxb-",
        "gsk_",
        "glpat-",
        "SG.",
        "glagent-",
        "Bearer\u00a0",
        "\u200b".repeat(20),
        "Bearer ",
        "bearer",
        "-----BEGIN PRIVATE KEY-----",
        "-----END PRIVATE KEY-----",
        "-----BEG\u200bIN RSA PRIVATE KEY-----",
        "-\ufeff----BEGIN PRIV\udb40\udc41ATE KEY---\u00ad--",
        "-----E\u2060ND PRIVATE KEY----\udb40\udc41-",
        "M\u200bI\u200bI\u200bE\u200b7\u200bq".repeat(6),
        "\u200b".repeat(300),
        "MIIEvQ7BADANBgkqhkiG9w0B",
        "> ",
        "\\n\" +\n",
        "`",
        "# ",
        "a1B2c3D4".repeat(5),
        "Q7q7Q7q7".repeat(80),
        "x".repeat(600),
        "\uff14\uff11\uff11\uff11",
        "\uff20",
        "\u00a0",
        "\u2011",
        "к",
        "卡",
        "git@github.com",
        ":",
        "/",
        "[",
        "[SECRET REDACTED]",
        "[R]",
        "\u1e9e",
        "AIza",
        "_",
        "\u1112\u1161",
        "\u11ab",
        "\uff53",
        "\ud835\udc2c",
        "\u0000",
        "\ufffd",
        "\\",
        "\\\\n",
        "\\n",
        "\\t",
        "\\b",
        "n",
        "t",
        "u00",
        "0a",
        "\\u000a",
        "\\u00",
        "\\x",
        "\\x0A",
        "\\U0001f511",
        "\\0",
        "12",
        "\\012",
        "%",
        "%2",
        "%0A",
        "%20",
        "100%"
    };

    private final Guardrail guardrail = new Guardrail(TERMS, "[R]");

    @Test
    void everySplitOfARandomTextGivesTheSameResult() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var round = 0; round < 4_000; round++) {
            var text = text(random);
            var whole = guardrail.redact(text);
            for (var split = 0; split < 4; split++) {
                assertThat(inPieces(text, random, split))
                        .as("seed %d, round %d, text %s", seed, round, escaped(text))
                        .isEqualTo(whole);
            }
        }
    }

    /** Pauses are part of the text; where its pieces end is not. */
    @Test
    void everySplitOfATextWithPausesGivesTheSameResult() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++) {
            var texts = List.of(text(random), text(random), text(random));
            var whole = paused(texts, random, Integer.MAX_VALUE);
            for (var most : List.of(1, 4, 20)) {
                assertThat(paused(texts, random, most))
                        .as("seed %d, round %d, texts %s", seed, round, escaped(texts.toString()))
                        .isEqualTo(whole);
            }
        }
    }

    private Guardrail.Redacted paused(List<String> texts, Random random, int most) {
        var guarded = guardrail.open();
        var out = new StringBuilder();
        for (var text : texts) {
            for (var at = 0; at < text.length(); ) {
                var length = most == Integer.MAX_VALUE ? text.length() : random.nextInt(1, most + 1);
                var end = Math.min(text.length(), at + length);
                out.append(guarded.accept(text.substring(at, end)));
                at = end;
            }
            out.append(guarded.pause()).append('|');
        }
        out.append(guarded.finish());
        return new Guardrail.Redacted(out.toString(), guarded.found());
    }

    /** A find is gone: looking again finds nothing but what stands across a replacement. */
    @Test
    void aTextWithoutFindsIsPassedOnAsItIs() {
        var none = new Guardrail(List.of(), "[R]");
        var random = new Random(42);
        for (var round = 0; round < 4_000; round++) {
            var text = text(random);
            var result = none.redact(text);
            if (result.found().isEmpty()) {
                assertThat(result.text()).isEqualTo(text);
            } else {
                assertThat(result.text()).isNotEqualTo(text);
            }
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (var scraps = random.nextInt(1, 30); scraps > 0; scraps--) {
            text.append(SCRAPS[random.nextInt(SCRAPS.length)]);
            if (random.nextInt(4) == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    private Guardrail.Redacted inPieces(String text, Random random, int split) {
        var guarded = guardrail.open();
        var out = new StringBuilder();
        for (var at = 0; at < text.length(); ) {
            var length = split == 0 ? 1 : random.nextInt(1, split == 1 ? 4 : 20);
            var end = Math.min(text.length(), at + length);
            out.append(guarded.accept(text.substring(at, end)));
            at = end;
        }
        out.append(guarded.finish());
        return new Guardrail.Redacted(out.toString(), guarded.found());
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(c < 128 && c >= ' ' ? "" + (char) c : "\\u%04x".formatted(c)));
        return escaped.toString();
    }
}
