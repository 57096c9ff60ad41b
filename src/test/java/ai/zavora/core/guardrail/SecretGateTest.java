package ai.zavora.core.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.GateCheckout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate that looks for secrets in files knows the kinds that guardrails know. */
final class SecretGateTest {
    @TempDir
    private Path folder;

    @Test
    void findsWhatGuardrailsFindAndNothingThatIsOneSignShort() throws Exception {
        var checkout = GateCheckout.in(folder);
        var expected = new ArrayList<String>();
        var number = 0;
        for (var pattern : Credentials.ALL) {
            var token = (Token) pattern;
            var secret = token.prefix() + signs(token.least());
            assertThat(hits(secret)).containsExactly(token.hit());
            checkout.write("found-" + number, "key: \"" + secret + "\"\n");
            expected.add("found-" + number++ + ":1: " + token.hit());
            // a short one, one in a word, and one too long where the length is given
            checkout.write("short-" + number, "key: " + secret.substring(0, secret.length() - 1) + "\n");
            checkout.write("word-" + number, "x" + secret + "\n");
            for (var escape : List.of("\\n", "\\u000a", "\\x0A", "\\012", "\\U0001f511", "%0A")) {
                assertThat(hits(escape + secret)).containsExactly(token.hit());
                checkout.write("escaped-" + number, "\"key:" + escape + secret + "\"\n");
                expected.add("escaped-" + number++ + ":1: " + token.hit());
            }
            if (token.most() != Token.ANY) {
                checkout.write("long-" + number, secret + "A\n");
            }
        }
        for (var label : List.of("", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ")) {
            var key = "-----BEGIN " + label + "PRIVATE KEY-----";
            assertThat(hits(key)).containsExactly("private_key_block");
            checkout.write("key-" + number, "\n\n" + key + "\n");
            expected.add("key-" + number++ + ":3: private_key_block");
        }
        checkout.write("public", "-----BEGIN " + "PUBLIC KEY-----\n");

        var run = checkout.shell("scripts/leaks.py");

        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        var found = run.err()
                .lines()
                .filter(line -> line.contains("fingerprint"))
                .map(line -> line.replaceAll("^leaks: | \\(.*", ""))
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String signs(int count) {
        return "Q7".repeat(count).substring(0, count);
    }

    private static List<String> hits(String text) {
        return new Guardrail(List.of(), "").redact(text).found().hits();
    }
}
