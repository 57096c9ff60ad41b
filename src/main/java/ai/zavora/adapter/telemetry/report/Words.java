package ai.zavora.adapter.telemetry.report;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;

/** A fixed set of words, found from bytes without making garbage. */
final class Words {
    static final int UNKNOWN = -1;
    private static final int SLOTS = 256;

    private final byte[][] words;
    private final int[] slots = new int[SLOTS];

    Words(List<String> words) {
        this.words = words.stream().map(word -> word.getBytes(US_ASCII)).toArray(byte[][]::new);
        Arrays.fill(slots, UNKNOWN);
        for (var i = 0; i < this.words.length; i++) {
            var slot = slot(this.words[i], 0, this.words[i].length);
            while (slots[slot] != UNKNOWN) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            slots[slot] = i;
        }
    }

    /** The position of the word in the list, or {@link #UNKNOWN}. */
    int find(byte[] bytes, int from, int to) {
        if (to <= from) {
            return UNKNOWN;
        }
        var slot = slot(bytes, from, to);
        while (slots[slot] != UNKNOWN) {
            var word = words[slots[slot]];
            if (Arrays.equals(word, 0, word.length, bytes, from, to)) {
                return slots[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return UNKNOWN;
    }

    private static int slot(byte[] bytes, int from, int to) {
        return ((to - from) * 31 + bytes[from] * 7 + bytes[to - 1] * 13 + bytes[(from + to) >>> 1]) & (SLOTS - 1);
    }
}
