package ai.zavora.core.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A word begins behind an escape sequence, as in JSON and addresses that are text themselves, wherever a text is split. */
final class GuardrailEscapesTest {
    private static final String SECRET = "[SECRET REDACTED]";

    private final Guardrail guardrail = new Guardrail(List.of("password", "api key"), "#");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\n",
                "\\t",
                "\\r",
                "\\b",
                "\\f",
                "\\\"",
                "\\/",
                "\\r\\n",
                "\\\\n",
                "\\\\\\\\n",
                "\\u000a",
                "\\u000A",
                "\\u0009",
                "\\u0020",
                "\\\\u000a",
                "\\U0001f511",
                "\\x0a",
                "\\x0A",
                "\\e",
                "\\0",
                "\\012",
                "\\40",
                "%0A",
                "%0a",
                "%20",
                "%0D%0A",
                "\u001b[0m",
                "\u001b[1;31m",
                "\u001b[K",
                "\\u001b[0m",
                "\\u001B[38;5;208m",
                "\\\\u001b[0m",
                "\\x1b[1;31m",
                "\\033[1m",
                "\\e[0m",
                "%1B[0m",
                "env:\\n",
                "a\\n",
                "\\n\\u000a"
            })
    void findsWhatStandsBehindAnEscapeSequence(String escape) {
        assertFound(escape, "password", "#");
        assertFound(escape, "API key", "#");
        assertFound(escape, "AKIA" + "Q7".repeat(8), SECRET);
        assertFound(escape, "ghp_" + "a7".repeat(18), SECRET);
        assertFound(escape, "npm_" + "a7".repeat(18), SECRET);
        assertFound(escape, "nvapi-" + "a1_".repeat(20), SECRET);
        assertFound(escape, "xai-" + "a1".repeat(40), SECRET);
        assertFound(escape, "sk-" + "proj-" + "d4".repeat(20), SECRET);
        assertFound(escape, "eyJ" + "hbGciOi" + "." + "eyJ" + "zdWIiOi" + "." + "c2lnbmF0dXJl", SECRET);
        assertFound(escape, "Bearer " + "a7".repeat(12), SECRET);
        assertFound(escape, "first.last@example.com", "[EMAIL REDACTED]");
        assertFound(escape, "nancy@example.com", "[EMAIL REDACTED]");
        assertFound(escape, "4111111111111111", "[CREDIT CARD REDACTED]");
        assertFound(escape, "4111-1111-1111-1111", "[CREDIT CARD REDACTED]");
        assertFound(escape, "-4111-1111-1111-1111", "-[CREDIT CARD REDACTED]");
        assertFound(escape, "123-45-6789", "[SSN REDACTED]");
        assertFound(escape, "-123-45-6789.x", "-[SSN REDACTED].x");
        assertFound(escape, "+44 20 7946 0958", "[PHONE REDACTED]");
        assertFound(escape, "(555) 223-4567", "[PHONE REDACTED]");
        assertFound(escape, "GB82WEST12345698765432", "[IBAN REDACTED]");
        assertFound(escape, "-----BEGIN " + "PRIVATE KEY-----\\nMIIE\\n-----END " + "PRIVATE KEY-----", SECRET);
    }

    private void assertFound(String escape, String secret, String replacement) {
        // a per cent sign may be part of a mail address
        var number = escape.startsWith("%") ? "42:" : "42";
        for (var before : List.of("", "x ", "{\"log\":\"", number)) {
            var text = before + escape + secret + "\\n, y";
            var expected = before + escape + replacement + "\\n, y";
            for (var split = 0; split < text.length(); split++) {
                assertThat(inPieces(text.substring(0, split), text.substring(split)))
                        .as("%s split at %d", text, split)
                        .isEqualTo(expected);
            }
            assertThat(inPieces(text.split(""))).isEqualTo(expected);
        }
    }

    /** Nothing that was found before the sequences were known is lost for them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "C:\\password | C:\\#",
                "C:\\new\\token | C:\\#\\*",
                "100%password | 100%#",
                "\\null | \\#",
                "%ad | %#",
                "\\Bearer a7a7a7a7a7a7a7a7a7a7a7a7 | \\[SECRET REDACTED]",
                "CORP\\uncle@example.com | CORP\\[EMAIL REDACTED]",
                "CORP\\bob@example.com | CORP\\b[EMAIL REDACTED]",
                "CORP\\u1234@example.com | CORP\\u1234[EMAIL REDACTED]",
                "CORP\\0815@example.com | CORP\\0[EMAIL REDACTED]",
                "CORP\\123@example.com | CORP\\123[EMAIL REDACTED]",
                "\\n[bob@example.com] | \\n[[EMAIL REDACTED]]",
                "\\033mary@example.com | \\033[EMAIL REDACTED]",
                "to=x%20bob@example.com | to=[EMAIL REDACTED]",
                "to=%62ob@example.com | to=%62[EMAIL REDACTED]",
                "to=%62@example.com | to=%62[EMAIL REDACTED]",
                "\\4111111111111111 | \\[CREDIT CARD REDACTED]"
            })
    void losesNothingThatLooksLikeASequence(String text, String expected) {
        var paths = new Guardrail(List.of("password", "new", "null", "ad"), "#");
        assertThat(paths.redact(text).text()).isEqualTo(expected.replace("\\*", "\\token"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\n@pytest.fixture\\ndef x",
                "\\npasswords",
                "\\mypassword",
                "\\u00xpassword",
                "\\x0password",
                "%0password",
                "n%gpassword",
                "\\unpassword",
                "\\n_password",
                "\\0128password",
                "\\n\u200b@example.com",
                "\\\u200bnpassword",
                "\\u00\u200b0apassword",
                "%\u200b0Apassword",
                "@example.com",
                "\uff20example.com"
            })
    void leavesWhatIsNoWord(String text) {
        assertThat(guardrail.redact(text).text()).isEqualTo(text);
        assertThat(inPieces(text.split(""))).isEqualTo(text);
    }

    /** What the text stands for is found like the text itself, and JSON stays JSON. */
    @Test
    void jsonStaysJsonWhateverStandsInIt() throws JsonException {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var finds = List.of(
                "bob@example.com",
                "4111111111111111",
                "123-45-6789",
                "+44 20 7946 0958",
                "password",
                "GB82WEST12345698765432",
                "ghp_" + "a7".repeat(18),
                "@example.com",
                "x@y");
        var between =
                List.of("\n", "\t", "\r\n", "\b", "\f", "\"", "\\", "\u00e9", "\u0001", " ", "a", "/", "\ud83d\udd11");
        for (var round = 0; round < 2_000; round++) {
            var json = new StringBuilder("\"");
            for (var part = random.nextInt(1, 12); part > 0; part--) {
                var text = random.nextBoolean()
                        ? finds.get(random.nextInt(finds.size()))
                        : between.get(random.nextInt(between.size()));
                text.chars().forEach(c -> json.append(escaped((char) c)));
            }
            var redacted = guardrail.redact(json.append('"').toString()).text();
            assertThat(Json.parse(redacted))
                    .as("seed %d, round %d, %s", seed, round, json)
                    .isNotNull();
        }
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> c < ' ' || c > '~' ? "\\u%04x".formatted((int) c) : Character.toString(c);
        };
    }

    @Test
    void aSequenceDoesNotGoOnBehindAPause() {
        var text = guardrail.open();
        assertThat(text.accept("x \\") + text.pause()).isEqualTo("x \\");
        assertThat(text.accept("npassword") + text.pause()).isEqualTo("npassword");
        assertThat(text.accept(" \\u00") + text.pause()).isEqualTo(" \\u00");
        assertThat(text.accept("0apassword ") + text.finish()).isEqualTo("0apassword ");
    }

    private String inPieces(String... pieces) {
        var guarded = guardrail.open();
        var out = new StringBuilder();
        for (var piece : pieces) {
            out.append(guarded.accept(piece));
        }
        return out + guarded.finish();
    }
}
