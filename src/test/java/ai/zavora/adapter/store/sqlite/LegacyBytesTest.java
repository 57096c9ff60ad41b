package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long arrays of bytes are shortened, however they are laid out, and nothing else is. */
final class LegacyBytesTest {
    private static final String MANY = "7, 255 ,\n0,".repeat(200);

    @ParameterizedTest
    @ValueSource(strings = {"\"data\":[", "\"data\" : [ ", "\"data\":\n[\t"})
    void bytesAreShortenedAndComeBack(String member) throws Exception {
        var json = "{\"a\":[1, 2], " + member + MANY + " 16 ], \"b\" : \"data\"}";

        var compact = LegacyBytes.compact(json);

        assertThat(compact)
                .startsWith("{\"a\":[1, 2], \"data\"")
                .endsWith("\"}, \"b\" : \"data\"}")
                .hasSizeLessThan(900);
        assertThat(LegacyBytes.expand(Json.parse(compact))).isEqualTo(Json.parse(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"256", "01", "1 2", "", "-1", "1.0", "1e1", "null", "[1]"})
    void whatIsNoByteLeavesAllAsItIs(String item) {
        var json = "{\"data\": [" + MANY + item + "," + MANY + "1]}";

        assertThat(LegacyBytes.compact(json)).isEqualTo(json);
    }

    @Test
    void aTextThatLooksLikeOneIsLeftAsItIs() {
        var json =
                "{\"text\":\"{\\\"data\\\":[" + MANY.replace("\n", "") + "1]}\",\"more\":[\"data\",[" + MANY + "1]]}";

        assertThat(LegacyBytes.compact(json)).isEqualTo(json);
    }
}
