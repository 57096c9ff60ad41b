package ai.zavora.adapter.telemetry.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.telemetry.report.LineScanner.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader never says anything else than the careful one. */
final class LineScannerTest {
    private static final String RECORD =
            "{\"ts_unix_ms\":1767225600000,\"event\":\"tool.failed\",\"run_id\":\"run-1-2\","
                    + "\"command\":\"ask\",\"ok\":true,\"no\":false,\"none\":null,\"n\":-1.5,\"duration_ms\":12.75,"
                    + "\"error\":\"timeout\",\"output\":\"a \\\"quote\\\" and \\\\\",\"tool\":\"grep\"}";

    private final LineScanner quick = new LineScanner();
    private final LineScanner careful = new LineScanner();

    private boolean agree(String line) {
        var bytes = (line + "\n").getBytes(UTF_8);
        var end = quick.quick(bytes, 0);
        if (end < 0) {
            return false;
        }
        assertThat(end).as(line).isEqualTo(bytes.length - 1);
        assertThat(quick.verdict()).as(line).isEqualTo(careful.careful(bytes, 0, end));
        assertThat(said(quick.fields())).as(line).isEqualTo(said(careful.fields()));
        return true;
    }

    private static String said(Fields fields) {
        var said = new ArrayList<String>();
        for (var field : Field.values()) {
            if (fields.hasText(field)) {
                var length = fields.to(field) - fields.from(field);
                said.add(field + "=" + new String(fields.bytes(), fields.from(field), length, UTF_8));
            } else if (fields.hasNumber(field)) {
                said.add(field + "=" + fields.number(field));
            }
        }
        return said.toString();
    }

    @Test
    void aRecordOfThisProgramIsReadQuickly() {
        assertThat(agree(RECORD)).isTrue();
        assertThat(said(quick.fields()))
                .isEqualTo(
                        "[TIME=1767225600000, EVENT=tool.failed, RUN=run-1-2, COMMAND=ask, TOOL=grep, DURATION=12, ERROR=timeout]");
        assertThat(agree("{\"event\": \"a\", \"tool\": \"t\"}"))
                .as("with blanks")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"a\",\"event\":\"b\"}",
                "{\"event\":\"a\",\"event\":7}",
                "{\"count\":1,\"count\":\"x\",\"event\":\"a\"}",
                "{\"event\":null}",
                "{\"event\":\"\"}",
                "{\"count\":-0,\"event\":\"a\"}",
                "{\"other\":\"\\u0041\",\"event\":\"a\"}",
            })
    void oddButRightLinesGiveTheSame(String line) {
        agree(line);
        var bytes = line.getBytes(UTF_8);
        assertThat(careful.careful(bytes, 0, bytes.length)).isNotEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{",
                "{\"event\"",
                "{\"event\":",
                "{\"event\":\"a\"",
                "{\"event\":\"a\",}",
                "{\"event\":\"a\"}}",
                "{\"event\":\"a\"} x",
                "{\"count\":01}",
                "{\"count\":1.}",
                "{\"count\":-}",
                "{\"count\":1e5}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":[1]}",
                "{'a':1}",
                "{\"a\":.5}",
                "{\"count\":99999999999999999999}",
                ",",
                "[]",
                "",
                "{\"a\":[\"x\",]}",
                "{\"a\":[\"x\"",
                "{\"a\":[\"x\" \"y\"]}",
                "{\"a\":{}}",
                "{\"event\":\"\\u0041\"}",
                "{\"a\":\"\\u12\"}"
            })
    void whatIsNotPlainIsLeftToTheCarefulReader(String line) {
        assertThat(agree(line)).isFalse();
    }

    @Test
    void everyCharacterIsCheckedAsTheDecoderDoes() {
        var random = new Random(7);
        for (var i = 0; i < 200_000; i++) {
            var bytes = new byte[5];
            random.nextBytes(bytes);
            bytes[0] |= (byte) 0x80;
            if (random.nextInt(4) > 0) {
                bytes[1] = (byte) ((bytes[1] & 0x3f) | 0x80);
                bytes[2] = (byte) ((bytes[2] & 0x3f) | 0x80);
                bytes[3] = (byte) ((bytes[3] & 0x3f) | 0x80);
            }
            bytes[4] = '\n';
            var behind = Utf8.behind(bytes, 0);
            var right = -1;
            for (var length = 2; length <= 4 && right < 0; length++) {
                if (isOneCharacter(bytes, length)) {
                    right = length;
                }
            }
            assertThat(behind).isEqualTo(right);
        }
    }

    private static boolean isOneCharacter(byte[] bytes, int length) {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return Character.codePointCount(text, 0, text.length()) == 1;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void damagedLinesNeverGiveSomethingElse() {
        var random = new Random(42);
        var bytes = "{}[]\",:\\ 0123456789.eE-+tfnul\u00e9\u0001".toCharArray();
        for (var i = 0; i < 20_000; i++) {
            var line = new StringBuilder(RECORD);
            for (var damage = 0; damage <= random.nextInt(3); damage++) {
                var at = random.nextInt(line.length());
                switch (random.nextInt(3)) {
                    case 0 -> line.deleteCharAt(at);
                    case 1 -> line.insert(at, bytes[random.nextInt(bytes.length)]);
                    default -> line.setCharAt(at, bytes[random.nextInt(bytes.length)]);
                }
            }
            agree(line.toString());
        }
    }
}
