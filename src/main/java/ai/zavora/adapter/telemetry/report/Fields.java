package ai.zavora.adapter.telemetry.report;

import java.util.Arrays;

/** What one line says in the members a report reads. Filled anew for each line, so that reading makes no garbage. */
final class Fields {
    private byte[] bytes = {};
    private final int[] from = new int[Field.NUMBER];
    private final int[] to = new int[Field.NUMBER];
    private final long[] numbers = new long[Field.NUMBER];
    private int texts;
    private int whole;

    /** Forgets the last line. */
    void begin(byte[] line) {
        bytes = line;
        texts = 0;
        whole = 0;
    }

    void text(int field, int start, int end) {
        from[field] = start;
        to[field] = end;
        texts |= 1 << field;
        whole &= ~(1 << field);
    }

    void number(int field, long value) {
        numbers[field] = value;
        whole |= 1 << field;
        texts &= ~(1 << field);
    }

    /** The member is there with a value of another kind. */
    void other(int field) {
        texts &= ~(1 << field);
        whole &= ~(1 << field);
    }

    boolean hasText(Field field) {
        var index = field.index();
        return (texts & 1 << index) != 0 && to[index] > from[index];
    }

    boolean hasNumber(Field field) {
        return (whole & 1 << field.index()) != 0;
    }

    /** The number without its fraction; 0 when there is none. */
    long number(Field field) {
        return hasNumber(field) ? numbers[field.index()] : 0;
    }

    /** Where the texts of this line stand. */
    byte[] bytes() {
        return bytes;
    }

    int from(Field field) {
        return from[field.index()];
    }

    int to(Field field) {
        return to[field.index()];
    }

    boolean is(Field field, byte[] word) {
        return hasText(field) && Arrays.equals(bytes, from(field), to(field), word, 0, word.length);
    }
}
