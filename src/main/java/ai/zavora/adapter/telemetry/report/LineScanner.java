package ai.zavora.adapter.telemetry.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Reads lines of JSON into {@link Fields}. A line as this program writes them, one flat object, is read in one pass over
 * its bytes; any other line goes to the JSON reader, so that both accept exactly the same.
 */
final class LineScanner {
    private static final int ODD = -1;

    private final Words keys =
            new Words(Arrays.stream(Field.values()).map(Field::key).toList());
    private final Fields fields = new Fields();

    /** What a line is. */
    enum Verdict {
        RECORD,
        /** JSON, but no record of this program. */
        FOREIGN,
        MALFORMED
    }

    /** What the last line said, until the next one is read. */
    Fields fields() {
        return fields;
    }

    /**
     * Reads a line in one pass.
     *
     * @param line with a line feed somewhere behind {@code start}
     * @return where its line feed stands; -1 when it needs {@link #careful}
     */
    int quick(byte[] line, int start) {
        fields.begin(line);
        if (line[start] != '{') {
            return ODD;
        }
        var at = start;
        do {
            at = member(line, blanks(line, at + 1));
            if (at == ODD) {
                return ODD;
            }
        } while (line[at] == ',');
        return line[at] == '}' && line[at + 1] == '\n' ? at + 1 : ODD;
    }

    private static int blanks(byte[] line, int start) {
        var at = start;
        while (line[at] == ' ') {
            at++;
        }
        return at;
    }

    /** Reads a name and its value; returns where the comma or bracket behind it should stand. */
    private int member(byte[] line, int start) {
        if (line[start] != '"') {
            return ODD;
        }
        var end = plain(line, start + 1);
        if (line[end] != '"') {
            return ODD;
        }
        var field = keys.find(line, start + 1, end);
        var at = blanks(line, end + 1);
        if (line[at] != ':') {
            return ODD;
        }
        at = blanks(line, at + 1);
        var first = line[at];
        var behind = first == '"'
                ? text(line, at + 1, field)
                : first == '-' || isDigit(first) ? number(line, at, field) : literal(line, at, field);
        return behind == ODD ? ODD : blanks(line, behind);
    }

    /** The first byte that is not a plain ASCII character of a text. */
    private static int plain(byte[] line, int start) {
        var at = start;
        // bytes above ASCII are negative
        while (line[at] >= ' ' && line[at] != '"' && line[at] != '\\') {
            at++;
        }
        return at;
    }

    private int text(byte[] line, int start, int field) {
        var end = plain(line, start);
        while (line[end] < 0 || (line[end] == '\\' && field == Words.UNKNOWN)) {
            end = line[end] < 0 ? Utf8.behind(line, end) : escape(line, end + 1);
            if (end == ODD) {
                return ODD;
            }
            end = plain(line, end);
        }
        if (line[end] != '"') {
            return ODD;
        }
        if (field != Words.UNKNOWN) {
            fields.text(field, start, end);
        }
        return end + 1;
    }

    private static int escape(byte[] line, int at) {
        return switch (line[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> hex(line, at + 1);
            default -> ODD;
        };
    }

    private static int hex(byte[] line, int start) {
        for (var at = start; at < start + 4; at++) {
            if (Character.digit(line[at], 16) < 0) {
                return ODD;
            }
        }
        return start + 4;
    }

    /** A list of texts, such as the hits of a guardrail. */
    private int texts(byte[] line, int start) {
        var at = blanks(line, start);
        if (line[at] == ']') {
            return at + 1;
        }
        while (line[at] == '"') {
            at = text(line, at + 1, Words.UNKNOWN);
            if (at == ODD) {
                return ODD;
            }
            at = blanks(line, at);
            if (line[at] == ']') {
                return at + 1;
            }
            if (line[at] != ',') {
                return ODD;
            }
            at = blanks(line, at + 1);
        }
        return ODD;
    }

    private int number(byte[] line, int start, int field) {
        var negative = line[start] == '-';
        var first = negative ? start + 1 : start;
        var at = first;
        var value = 0L;
        while (isDigit(line[at])) {
            value = value * 10 + (line[at] - '0');
            at++;
        }
        var digits = at - first;
        if (digits == 0 || digits > 18 || (digits > 1 && line[first] == '0')) {
            return ODD;
        }
        if (line[at] == '.') {
            var fraction = ++at;
            while (isDigit(line[at])) {
                at++;
            }
            if (at == fraction) {
                return ODD;
            }
        }
        if (line[at] == 'e' || line[at] == 'E') {
            return ODD;
        }
        if (field != Words.UNKNOWN) {
            fields.number(field, negative ? -value : value);
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private int literal(byte[] line, int at, int field) {
        if (field != Words.UNKNOWN) {
            fields.other(field);
        }
        return switch (line[at]) {
            case '[' -> texts(line, at + 1);
            case 't' -> line[at + 1] == 'r' && line[at + 2] == 'u' && line[at + 3] == 'e' ? at + 4 : ODD;
            case 'n' -> line[at + 1] == 'u' && line[at + 2] == 'l' && line[at + 3] == 'l' ? at + 4 : ODD;
            case 'f' ->
                line[at + 1] == 'a' && line[at + 2] == 'l' && line[at + 3] == 's' && line[at + 4] == 'e' ? at + 5 : ODD;
            default -> ODD;
        };
    }

    /** What the line is that {@link #quick} read to its end. */
    Verdict verdict() {
        return fields.hasText(Field.EVENT) ? Verdict.RECORD : Verdict.FOREIGN;
    }

    /** Reads any line, without its line feed. */
    Verdict careful(byte[] line, int from, int to) {
        JsonValue value;
        try {
            value = Json.parse(UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(line, from, to - from))
                    .toString());
        } catch (CharacterCodingException | JsonException e) {
            return Verdict.MALFORMED;
        }
        if (!(value instanceof JsonValue.Obj object)) {
            return Verdict.FOREIGN;
        }
        take(object);
        return verdict();
    }

    private void take(JsonValue.Obj object) {
        var texts = new ByteArrayOutputStream();
        for (var field : Field.values()) {
            object.string(field.key()).ifPresent(text -> texts.writeBytes(text.getBytes(UTF_8)));
        }
        fields.begin(texts.toByteArray());
        var at = 0;
        for (var field : Field.values()) {
            var value = object.get(field.key()).orElse(JsonValue.Null.NULL);
            if (value instanceof JsonValue.Str(var text)) {
                var end = at + text.getBytes(UTF_8).length;
                fields.text(field.index(), at, end);
                at = end;
            } else if (value instanceof JsonValue.Num(var text)) {
                fields.number(field.index(), (long) Double.parseDouble(text));
            }
        }
    }
}
