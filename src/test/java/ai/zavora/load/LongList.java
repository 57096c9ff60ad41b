package ai.zavora.load;

import java.util.Arrays;

/** Many numbers, without a box for each. */
final class LongList {
    private long[] values = new long[16];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    void addAll(LongList others) {
        for (var at = 0; at < others.size; at++) {
            add(others.values[at]);
        }
    }

    int size() {
        return size;
    }

    long get(int at) {
        return values[at];
    }

    long[] sorted() {
        var copy = Arrays.copyOf(values, size);
        Arrays.sort(copy);
        return copy;
    }
}
