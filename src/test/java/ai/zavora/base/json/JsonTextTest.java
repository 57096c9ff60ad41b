package ai.zavora.base.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** JSON is printed on terminals: no character in it may steer one. */
final class JsonControlsTest {

    @Test
    void writesEveryControlAsAnEscapeThatReadsBack() throws JsonException {
        var text = new StringBuilder("é日😀");
        for (var c = 0; c <= 0xa0; c++) {
            text.append((char) c);
        }
        var value = JsonValue.object().put(text.toString(), text.toString()).build();

        var json = Json.write(value);

        assertThat(json.chars().filter(Character::isISOControl)).isEmpty();
        assertThat(json).contains("é日😀").contains("\\u007f").contains("\\u009b");
        assertThat(Json.parse(json)).isEqualTo(value);
    }
}
