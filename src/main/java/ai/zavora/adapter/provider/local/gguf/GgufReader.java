package ai.zavora.adapter.provider.local.gguf;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the values that a GGUF header is made of. Not thread-safe. */
final class GgufReader {

    /** A value of a kind nobody asks for. */
    enum Other {
        OTHER
    }

    /** No header has more entries, tensors or array items; a greater count is damage. */
    private static final long MAX_COUNT = 1L << 32;

    private static final int MAX_STRING = 64 * 1024 * 1024;
    private static final int MAX_DIMENSIONS = 8;

    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final InputStream in;
    private long position;

    GgufReader(InputStream in) {
        this.in = in;
    }

    /** How many bytes were read. */
    long position() {
        return position;
    }

    String magic() throws IOException {
        return new String(bytes(4), StandardCharsets.ISO_8859_1);
    }

    int int32() throws IOException {
        return ByteBuffer.wrap(bytes(4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    long int64() throws IOException {
        return ByteBuffer.wrap(bytes(8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    long count() throws IOException, GgufException {
        var count = int64();
        if (count < 0 || count > MAX_COUNT) {
            throw damaged();
        }
        return count;
    }

    String string() throws IOException, GgufException {
        return new String(bytes(stringLength()), StandardCharsets.UTF_8);
    }

    /** How many elements the tensor has whose dimensions come next. */
    long elements() throws IOException, GgufException {
        var dimensions = int32();
        if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
            throw damaged();
        }
        var elements = 1L;
        for (var i = 0; i < dimensions; i++) {
            elements *= int64();
        }
        return elements;
    }

    /** A typed value: a String, a Long, or {@link Other}. */
    Object value() throws IOException, GgufException {
        return value(int32());
    }

    private Object value(int type) throws IOException, GgufException {
        return switch (type) {
            case STRING -> string();
            case ARRAY -> {
                skipArray();
                yield Other.OTHER;
            }
            case 4 -> Integer.toUnsignedLong(int32());
            case 5 -> (long) int32();
            case 10, 11 -> int64();
            default -> {
                bytes(width(type));
                yield Other.OTHER;
            }
        };
    }

    private void skipArray() throws IOException, GgufException {
        var type = int32();
        var items = count();
        if (type == STRING) {
            for (var i = 0L; i < items; i++) {
                skip(stringLength());
            }
        } else {
            // arrays within arrays are in no use, and the engine refuses them, too
            skip(items * width(type));
        }
    }

    private static int width(int type) throws GgufException {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case 10, 11, 12 -> 8;
            default -> throw damaged();
        };
    }

    private int stringLength() throws IOException, GgufException {
        var length = int64();
        if (length < 0 || length > MAX_STRING) {
            throw damaged();
        }
        return (int) length;
    }

    private byte[] bytes(int count) throws IOException {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        position += count;
        return bytes;
    }

    private void skip(long count) throws IOException {
        in.skipNBytes(count);
        position += count;
    }

    private static GgufException damaged() {
        return new GgufException("is damaged: its header makes no sense");
    }
}
