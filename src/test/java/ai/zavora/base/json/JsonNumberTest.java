package ai.zavora.base.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers keep their spelling, and those of bytes take no room of their own. */
final class JsonNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "9", "10", "255", "256", "999", "1000", "-0", "-1", "0.0", "1.0", "1e1", "1E2"})
    void keepsTheSpelling(String number) throws JsonException {
        assertThat(Json.parse(number)).isEqualTo(new JsonValue.Num(number));
        assertThat(Json.write(Json.parse(number))).isEqualTo(number);
    }

    @Test
    void thoseOfBytesAreShared() throws JsonException {
        for (var value = 0; value <= 255; value++) {
            assertThat(Json.parse(Integer.toString(value)))
                    .isSameAs(JsonValue.of((long) value))
                    .isEqualTo(new JsonValue.Num(Integer.toString(value)));
        }
    }
}
