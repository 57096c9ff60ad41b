package ai.zavora.core.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters that are shown as nothing hide nothing, wherever a text is split. */
final class GuardrailInvisibleTest {
    private final Guardrail guardrail = new Guardrail(List.of("password", "api key"), "#");

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xAD, 0x200B, 0xFEFF, 0xFFF0, 0xFFF9, 0xFFFB, 0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0001,
                0xE0041, 0xE007F, 0xE0100, 0xE01EF, 0xE0FFF
            })
    void findsWhatInvisibleCharactersPart(int invisible) {
        var between = Character.toString(invisible);
        assertFound("password", between, "#");
        assertFound("password", between + between, "#");
        assertFound("api key", between, "#");
        assertFound("AKIA" + "Q7".repeat(8), between, "[SECRET REDACTED]");
        assertFound("ghp_" + "a7".repeat(18), between, "[SECRET REDACTED]");
        assertFound("eyJ" + "hbGciOi" + "." + "eyJ" + "zdWIiOi" + "." + "c2lnbmF0dXJl", between, "[SECRET REDACTED]");
        assertFound("Bearer " + "a7".repeat(12), between, "[SECRET REDACTED]");
        assertFound("first.last@example.com", between, "[EMAIL REDACTED]");
        assertFound("4111111111111111", between, "[CREDIT CARD REDACTED]");
        assertFound("4111-1111-1111-1111", between, "[CREDIT CARD REDACTED]");
        assertFound("123-45-6789", between, "[SSN REDACTED]");
        assertFound("GB82WEST12345698765432", between, "[IBAN REDACTED]");
        assertFound(key("RSA PRIVATE KEY"), between, "[SECRET REDACTED]");
        assertFound(key("PRIVATE KEY"), between + between, "[SECRET REDACTED]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xAD, 0x200B, 0xE0041})
    void findsKeysWhoseMarkersInvisibleCharactersPart(int invisible) {
        var between = Character.toString(invisible);
        var key = key("PRIVATE KEY");
        for (var place = 1; place < key.indexOf('\n'); place++) {
            var end = key.indexOf("-----END") + Math.min(place, "-----END ".length());
            var text = key.substring(0, place) + between + key.substring(place, end) + between + key.substring(end);
            assertThat(guardrail.redact("x " + text + ", y").text())
                    .as("U+%04X at %d", invisible, place)
                    .isEqualTo("x [SECRET REDACTED], y");
        }
    }

    /** One that breaks off is swallowed as far as it goes, and no further. */
    @ParameterizedTest
    @ValueSource(ints = {0xAD, 0x200B, 0xE0041})
    void findsKeysThatBreakOffWithInvisibleCharactersInThem(int invisible) {
        var key = key("PRIVATE KEY");
        var text = "x " + parted(key.substring(0, key.indexOf("\n-----END")), Character.toString(invisible)) + ". Then";
        assertThat(guardrail.redact(text).text()).isEqualTo("x [SECRET REDACTED]. Then");
        assertThat(inPieces(text.split(""))).isEqualTo("x [SECRET REDACTED]. Then");
    }

    private static String key(String label) {
        return "-----BEGIN " + label + "-----\nMIIEpAIBAAKCAQEA7Zq3\nabc+/=Q7Q7\n-----END " + label + "-----";
    }

    /** Neither does a word end at one, nor one begin. */
    @ParameterizedTest
    @ValueSource(ints = {0x200B, 0x1D173, 0xE0041, 0xE0100})
    void leavesPartsOfWordsThatInvisibleCharactersPart(int invisible) {
        var between = Character.toString(invisible);
        for (var text : List.of("my" + between + "password", "password" + between + "s")) {
            assertThat(guardrail.redact(text).text()).isEqualTo(text);
        }
    }

    private void assertFound(String secret, String between, String replacement) {
        var text = "x " + parted(secret, between) + ", y";
        var expected = "x " + replacement + ", y";
        for (var split = 0; split < text.length(); split++) {
            assertThat(inPieces(text.substring(0, split), text.substring(split)))
                    .as("%s parted by U+%04X, split at %d", secret, between.codePointAt(0), split)
                    .isEqualTo(expected);
        }
        assertThat(inPieces(text.split(""))).isEqualTo(expected);
    }

    private static String parted(String text, String between) {
        return text.codePoints().mapToObj(Character::toString).collect(Collectors.joining(between));
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
