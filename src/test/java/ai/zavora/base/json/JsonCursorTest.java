package ai.zavora.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.json.JsonCursor.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonCursorTest {

    /** Writes random documents, and where each of their parts stands. */
    private static final class Writing {
        private final Random random;
        private final StringBuilder text = new StringBuilder();
        private final List<String> parts = new ArrayList<>();
        private int line = 1;

        Writing(int seed) {
            random = new Random(seed);
        }

        private void space() {
            for (var i = random.nextInt(3); i > 0; i--) {
                var space = List.of(" ", "\t", "\n", "\r\n", "\n\n").get(random.nextInt(5));
                text.append(space);
                line += (int) space.chars().filter(c -> c == '\n').count();
            }
        }

        private void part(String part) {
            parts.add(line + " " + part);
        }

        void value(int depth) {
            space();
            switch (random.nextInt(depth == 0 ? 4 : 6)) {
                case 0 -> token("NUMBER", Integer.toString(random.nextInt()));
                // longer than what a parser takes in at once
                case 1 -> token("STRING", '"' + "x\\n".repeat(random.nextInt(2000)) + '"');
                case 2 -> token("BOOLEAN", "true");
                case 3 -> token("NULL", "null");
                case 4 -> {
                    token("ARRAY", "[");
                    var items = random.nextInt(4);
                    for (var i = 0; i < items; i++) {
                        text.append(i == 0 ? "" : ",");
                        value(depth - 1);
                    }
                    space();
                    text.append(']');
                }
                default -> {
                    token("OBJECT", "{");
                    var members = random.nextInt(4);
                    for (var i = 0; i < members; i++) {
                        text.append(i == 0 ? "" : ",");
                        space();
                        token("m" + i, "\"m" + i + "\"");
                        space();
                        text.append(':');
                        value(depth - 1);
                    }
                    space();
                    text.append('}');
                }
            }
            space();
        }

        private void token(String part, String written) {
            part(part);
            text.append(written);
        }
    }

    private static void walk(JsonCursor cursor, List<String> parts) throws JsonException {
        var kind = cursor.kind();
        parts.add(cursor.line() + " " + kind);
        switch (kind) {
            case OBJECT -> {
                cursor.enterObject();
                for (var name = cursor.name(); name.isPresent(); name = cursor.name()) {
                    parts.add(cursor.line() + " " + name.get());
                    walk(cursor, parts);
                }
            }
            case ARRAY -> {
                cursor.enterArray();
                while (cursor.hasItem()) {
                    walk(cursor, parts);
                }
            }
            case STRING -> cursor.string();
            case NUMBER -> cursor.number();
            case BOOLEAN, NULL -> cursor.skip();
        }
    }

    @Test
    void knowsTheLineOfEveryPart() throws JsonException {
        for (var seed = 0; seed < 500; seed++) {
            var written = new Writing(seed);
            written.value(4);
            var cursor = new JsonCursor(written.text.toString());
            var parts = new ArrayList<String>();

            walk(cursor, parts);
            cursor.end();

            assertThat(parts).as("seed %s: %s", seed, written.text).isEqualTo(written.parts);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,;'b';:2 'c':3}| 3",
                "{'a':;;'unterminated;}| 3",
                "{'a':1,;'b';| 2",
                ";;{'a':NaN}| 3",
                "[1,;2,;]| 3",
                "{'a':1};;x| 3",
            })
    void knowsTheLineOfAMistake(String json, int line) {
        var cursor = new JsonCursor(json.replace(';', '\n').replace('\'', '"'));

        assertThatThrownBy(() -> {
                    walk(cursor, new ArrayList<>());
                    cursor.end();
                })
                .isInstanceOf(JsonException.class);
        assertThat(cursor.line()).isEqualTo(line);
    }

    @Test
    void passesOverWholeValues() throws JsonException {
        var cursor = new JsonCursor("{\"a\":[{\"b\":[1,\n2]}],\n\"c\":7}");
        cursor.enterObject();
        assertThat(cursor.name()).contains("a");
        cursor.skip();
        assertThat(cursor.name()).contains("c");
        assertThat(cursor.line()).isEqualTo(3);
        assertThat(cursor.kind()).isEqualTo(Kind.NUMBER);
        assertThat(cursor.number().asLong()).hasValue(7);
        assertThat(cursor.name()).isEmpty();
        cursor.end();
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        var cursor = new JsonCursor("[".repeat(100_000));

        assertThatThrownBy(() -> walk(cursor, new ArrayList<>())).isInstanceOf(JsonException.class);
    }
}
