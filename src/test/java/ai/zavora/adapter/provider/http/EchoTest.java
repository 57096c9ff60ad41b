package ai.zavora.adapter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
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
                // JSON in JSON
                "Name: Eva M\\\\u00fcller\\\\nBorn: 1.2.1980\\\\tDiag: \\\\\\\"none\\\\\\\"\\\\\\\\A, 患者は元気です 👍"
            })
    void takesOutTheRequestInEveryFormItIsRepeatedIn(String repeated) {
        assertThat(Echo.removed("bad request: {'content': '" + repeated + "'} of m-1", request(PROMPT)))
                .isEqualTo("bad request: {'content': '[…]'} of m-1");
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
