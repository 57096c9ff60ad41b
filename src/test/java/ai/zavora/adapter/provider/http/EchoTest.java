package ai.zavora.adapter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EchoTest {
    private static final String PROMPT = "Name: Eva Müller\nBorn: 1.2.1980\tDiag: \"none\"\\A, 患者は元気です 👍";

    private static JsonValue.Obj request(String prompt) {
        return JsonValue.object().put("model", "m-1").put("prompt", prompt).build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // as it is, on one line
                "Name: Eva Müller Born: 1.2.1980 Diag: \"none\"\\A, 患者は元気です 👍",
                // JSON
                "Name: Eva Müller\\nBorn: 1.2.1980\\tDiag: \\\"none\\\"\\\\A, 患者は元気です 👍",
                // JSON in ASCII
                "Name: Eva M\\u00fcller\\nBorn: 1.2.1980\\tDiag: \\\"none\\\"\\\\A, "
                        + "\\u60a3\\u8005\\u306f\\u5143\\u6c17\\u3067\\u3059 \\ud83d\\udc4d",
                // Python
                "Name: Eva M\\xfcller\\nBorn: 1.2.1980\\tDiag: \"none\"\\\\A, 患者は元気です 👍",
                // bytes in Python
                "Name: Eva M\\xc3\\xbcller\\nBorn: 1.2.1980\\tDiag: \"none\"\\\\A, "
                        + "\\xe6\\x82\\xa3\\xe8\\x80\\x85\\xe3\\x81\\xaf\\xe5\\x85\\x83\\xe6\\xb0\\x97\\xe3\\x81\\xa7\\xe3\\x81\\x99 "
                        + "\\xf0\\x9f\\x91\\x8d",
                // bytes in octal digits
                "Name: Eva M\\303\\274ller\\nBorn: 1.2.1980\\tDiag: \"none\"\\\\A, 患者は元気です 👍",
                // an address
                "Name%3A%20Eva%20M%C3%BCller%0ABorn%3A%201.2.1980%09Diag%3A%20%22none%22%5CA%2C%20"
                        + "%E6%82%A3%E8%80%85%E3%81%AF%E5%85%83%E6%B0%97%E3%81%A7%E3%81%99%20%F0%9F%91%8D",
                // a form
                "Name%3A+Eva+M%C3%BCller%0ABorn%3A+1.2.1980%09Diag%3A+%22none%22%5CA%2C+"
                        + "%E6%82%A3%E8%80%85%E3%81%AF%E5%85%83%E6%B0%97%E3%81%A7%E3%81%99+%F0%9F%91%8D",
                // JSON in JSON
                "Name: Eva M\\\\u00fcller\\\\nBorn: 1.2.1980\\\\tDiag: \\\\\\\"none\\\\\\\"\\\\\\\\A, 患者は元気です 👍"
            })
    void takesOutTheRequestInEveryFormItIsRepeatedIn(String repeated) {
        assertThat(Echo.removed("bad request: {'content': '" + repeated + "'} of m-1", request(PROMPT)))
                .isEqualTo("bad request: {'content': '[…]'} of m-1");
    }

    /** Its own are not undone where it is repeated. */
    @Test
    void takesOutARequestThatHoldsEscapesItself() {
        var prompt = "Name: Eva, HIV+\nBorn: AB+\nDiag: C++, https://x.org/a%20b+c\\u0041 and 100%ab";
        for (var repeated : List.of(
                Json.write(JsonValue.of(prompt)),
                Json.write(JsonValue.of(Json.write(JsonValue.of(prompt)))),
                "b'" + prompt.replace("\\", "\\\\").replace("\n", "\\n") + "'",
                URLEncoder.encode(prompt, StandardCharsets.UTF_8),
                URLEncoder.encode(Json.write(JsonValue.of(prompt)), StandardCharsets.UTF_8))) {
            assertThat(Echo.removed("at " + repeated, request(prompt)))
                    .as(repeated)
                    .doesNotContain("Eva", "Born", "Diag", "x.org", "HIV");
        }
    }

    @Test
    void leavesWhatOnlyLooksLikeAnEscape() {
        var text = "no file C:\\users\\x, \\u12 or \\";
        assertThat(Echo.removed(text, request("something else entirely"))).isEqualTo(text);
    }

    @Test
    void takesOutAPartThatIsLongEnough() {
        var repeated = Json.write(JsonValue.of("the beginning\nof a prompt that goes on and"));
        assertThat(Echo.removed("at " + repeated, request("It is the beginning\nof a prompt that goes on and on.")))
                .isEqualTo("at \"[…]\"");
    }
}
