package ai.zavora.adapter.telemetry.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.zavora.core.telemetry.Breakdown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, where names come as bytes of a file that may hold any number of them: the first {@link #ROOM} have a
 * value of their own, all others share one. Finding a known name makes no garbage.
 */
final class Names<T> {
    static final int ROOM = 200;
    /** Longer names are cut; a name that long is no name. */
    static final int LONGEST = 128;

    private static final int SLOTS = 1024;

    private final Function<String, T> make;
    /** Positions in the list, plus one. */
    private final int[] slots = new int[SLOTS];

    private final List<byte[]> names = new ArrayList<>();
    private final List<T> values = new ArrayList<>();
    private @Nullable T others;

    /** @param make makes the value of a new name */
    Names(Function<String, T> make) {
        this.make = make;
    }

    /** The value of the name that stands there. */
    T of(byte[] bytes, int from, int to) {
        var end = Math.min(to, from + LONGEST);
        var slot = slot(bytes, from, end);
        while (slots[slot] != 0) {
            var known = names.get(slots[slot] - 1);
            if (Arrays.equals(known, 0, known.length, bytes, from, end)) {
                return values.get(slots[slot] - 1);
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (values.size() >= ROOM) {
            return other();
        }
        var name = Arrays.copyOfRange(bytes, from, end);
        var value = make.apply(new String(name, UTF_8));
        names.add(name);
        values.add(value);
        slots[slot] = values.size();
        return value;
    }

    private static int slot(byte[] bytes, int from, int end) {
        var hash = end - from;
        for (var i = from; i < end; i++) {
            hash = hash * 31 + bytes[i];
        }
        return (hash ^ hash >>> 15) & (SLOTS - 1);
    }

    private T other() {
        var value = others;
        if (value == null) {
            value = make.apply(Breakdown.OTHER);
            others = value;
        }
        return value;
    }

    /** All values, the shared one last. */
    List<T> values() {
        var all = new ArrayList<>(values);
        if (others != null) {
            all.add(others);
        }
        return all;
    }
}
