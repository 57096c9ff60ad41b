package ai.zavora.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message in the protobuf encoding, read without its schema: field numbers and what they hold. Strict: what is not
 * well-formed fails.
 */
public final class Protobuf {
    private final Map<Integer, List<Object>> fields = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when the bytes are not a message */
    public Protobuf(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            var tag = (int) varint(in);
            Object value =
                    switch (tag & 7) {
                        case 0 -> varint(in);
                        case 1 -> in.getLong();
                        case 2 -> block(in);
                        case 5 -> (long) in.getInt();
                        default -> throw new IllegalArgumentException("wire type " + (tag & 7));
                    };
            fields.computeIfAbsent(tag >>> 3, key -> new ArrayList<>()).add(value);
        }
    }

    private static long varint(ByteBuffer in) {
        var value = 0L;
        for (var shift = 0; shift < 64; shift += 7) {
            var next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number without end");
    }

    private static byte[] block(ByteBuffer in) {
        var length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a block of " + length + " bytes where " + in.remaining() + " are left");
        }
        var bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    /** Whether the field is there. */
    public boolean has(int field) {
        return fields.containsKey(field);
    }

    /** The messages of a field, in order. */
    public List<Protobuf> messages(int field) {
        return values(field).stream().map(value -> new Protobuf((byte[]) value)).toList();
    }

    /** The message of a field; an empty one when it is missing. */
    public Protobuf message(int field) {
        var all = messages(field);
        return all.isEmpty() ? new Protobuf(new byte[0]) : all.getLast();
    }

    /** The text of a field; empty when it is missing. */
    public String text(int field) {
        var all = values(field);
        return all.isEmpty() ? "" : new String((byte[]) all.getLast(), StandardCharsets.UTF_8);
    }

    /** The bytes of a field as lowercase hexadecimal digits; empty when it is missing. */
    public String hex(int field) {
        var all = values(field);
        return all.isEmpty() ? "" : java.util.HexFormat.of().formatHex((byte[]) all.getLast());
    }

    /** The number of a field, whole; 0 when it is missing. */
    public long number(int field) {
        var all = values(field);
        return all.isEmpty() ? 0 : (long) all.getLast();
    }

    /** The 64-bit floating number of a field; 0 when it is missing. */
    public double floating(int field) {
        return Double.longBitsToDouble(number(field));
    }

    /** The packed 64-bit numbers of a field. */
    public List<Long> longs(int field) {
        var all = new ByteArrayOutputStream();
        values(field).forEach(value -> all.writeBytes((byte[]) value));
        var in = ByteBuffer.wrap(all.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        var longs = new ArrayList<Long>();
        while (in.hasRemaining()) {
            longs.add(in.getLong());
        }
        return longs;
    }

    private List<Object> values(int field) {
        return fields.getOrDefault(field, List.of());
    }
}
