package ai.zavora.base.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in JSON: no character may steer the terminal it is printed on, and halves of characters survive. */
final class JsonTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "a\\uD83D b", "\\ude00 ok", "\\ud83d\\ud83d\\ude00", "\\ud83d\\ude00\\ude00"})
    void readsHalvesOfCharactersThatWereCutInTwo(String escaped) throws JsonException {
        var text = ((JsonValue.Str) Json.parse("\"" + escaped + "\"")).value();

        assertThat(text.chars().anyMatch(c -> Character.isSurrogate((char) c))).isTrue();
    }

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
