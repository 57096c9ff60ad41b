package ai.zavora.core.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.text.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What guardrails know as credentials is left out of errors and records as well, whatever the guardrails are set to. */
final class RecordedCredentialsTest {
    private static final int SHORTEST = 20;

    @Test
    void whatGuardrailsFindIsLeftOutOfRecords() {
        for (var pattern : Credentials.ALL) {
            var token = (Token) pattern;
            var length = Math.max(token.least(), SHORTEST - token.prefix().length());
            isLeftOut(token.prefix() + "Q7".repeat(length).substring(0, length));
        }
    }

    @Test
    void soAreAllPartsOfAToken() {
        isLeftOut("SG" + ".Q7Q7Q7Q7Q7Q7Q7Q7Q7Q7Q7.ABCDEFGHIJ1234567890ABCDEFGHIJ1234567890abc");
        isLeftOut(encoded("{\"alg\":\"HS256\"}") + "." + encoded("{\"sub\":\"1234567890\"}") + ".Q7Q7Q7Q7Q7Q7Q7Q7");
    }

    private static void isLeftOut(String secret) {
        for (var before : List.of("", "rotate ", "\\n", "key=", "\u001b[31m")) {
            assertThat(Redaction.keys(before + secret + ". Then")).isEqualTo(before + "[REDACTED]. Then");
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** However many parts there are, from none of them more than a few are looked through. */
    @Test
    void aChainOfBeginningsTakesNoLonger() {
        for (var begin : List.of("SG.", "eyJ.", "ya29.")) {
            var chain = begin.repeat(400_000);
            assertThat(Redaction.keys(chain)).isEqualTo(chain);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ASIA_20240101T000000Z and AKIAS",
                "npm_config_registry in asia-northeast1-docker.pkg.dev",
                "SG. And then? hvs. SG.txt",
                "hvs.example.com/v1/sys",
                "eyJ0 is how {\"t begins",
                "pypi-attestations-0.0.11"
            })
    void namesAreNot(String text) {
        assertThat(Redaction.keys(text)).isEqualTo(text);
    }
}
