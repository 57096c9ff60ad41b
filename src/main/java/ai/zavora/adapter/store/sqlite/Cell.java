package ai.zavora.adapter.store.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One row or index entry, as it lies in a page.
 *
 * @param rowId 0 in an index
 * @param values {@code Long}, {@code String}, or {@link Blank} for everything else
 */
record Cell(long rowId, List<Object> values) {
    private static final int MAX_COLUMNS = 16;

    /** A value that no table of ours has there, or a text that is none. */
    enum Blank {
        NONE,
        BROKEN
    }

    boolean isText(int column) {
        return values.get(column) instanceof String text && !text.isBlank();
    }

    boolean isNumber(int column) {
        return values.get(column) instanceof Long;
    }

    String text(int column) {
        return (String) values.get(column);
    }

    long number(int column) {
        return (Long) values.get(column);
    }

    /** Reads a record; empty when it is none. */
    static Optional<Cell> of(long rowId, ByteBuffer payload) {
        var header = Varint.read(payload);
        if (header < 1 || header > payload.limit()) {
            return Optional.empty();
        }
        var types = new ArrayList<Long>();
        while (payload.position() < header && types.size() <= MAX_COLUMNS) {
            types.add(Varint.read(payload));
        }
        if (payload.position() != header || types.size() > MAX_COLUMNS) {
            return Optional.empty();
        }
        var values = new ArrayList<>();
        for (var type : types) {
            if (type < 0 || size(type) > payload.remaining()) {
                return Optional.empty();
            }
            values.add(value(type, payload));
        }
        return Optional.of(new Cell(rowId, values));
    }

    private static long size(long type) {
        return switch ((int) Math.min(type, 12)) {
            case 0, 8, 9, 10, 11 -> 0;
            case 5 -> 6;
            case 6, 7 -> 8;
            case 12 -> (type - 12) / 2;
            default -> type;
        };
    }

    private static Object value(long type, ByteBuffer in) {
        var size = (int) size(type);
        if (type == 8 || type == 9) {
            return type - 8;
        }
        if (type >= 1 && type <= 6) {
            var number = (long) in.get();
            for (var i = 1; i < size; i++) {
                number = (number << 8) | (in.get() & 0xff);
            }
            return number;
        }
        var bytes = in.slice(in.position(), size);
        in.position(in.position() + size);
        // no table of ours has bytes: where they are, a text was stored as such
        return type >= 12 ? text(bytes) : Blank.NONE;
    }

    private static Object text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return Blank.BROKEN;
        }
    }
}
