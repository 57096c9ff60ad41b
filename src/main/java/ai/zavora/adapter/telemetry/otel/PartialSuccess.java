package ai.zavora.adapter.telemetry.otel;

/**
 * How much of a request a collector says it rejected, though it answers with success: {@code partial_success} of the OTLP
 * answers, which is field 1 of each, with the number in its field 1 as well (the collector services of
 * opentelemetry-proto, version 1). Pure.
 */
final class PartialSuccess {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private final byte[] bytes;
    private int at;

    private PartialSuccess(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** What the body of an answer says; 0 when nothing, also when it is no such message. */
    static long rejected(byte[] answer) {
        var outer = new PartialSuccess(answer, 0);
        var inner = outer.find(LENGTH, answer.length);
        if (inner < 0 || inner > answer.length - outer.at) {
            return 0;
        }
        return Math.max(0, outer.find(VARINT, outer.at + (int) inner));
    }

    /** The value of the first field 1 of that kind before the end, a length where it has one; -1 when there is none. */
    private long find(int kind, int end) {
        while (at < end) {
            var tag = number();
            if (tag == (1 << 3 | kind)) {
                return number();
            }
            var skipped =
                    switch ((int) (tag & 7)) {
                        case VARINT -> {
                            number();
                            yield 0L;
                        }
                        case EIGHT_BYTES -> 8L;
                        case FOUR_BYTES -> 4L;
                        case LENGTH -> number();
                        default -> -1L;
                    };
            if (skipped < 0 || skipped > end - at) {
                return -1;
            }
            at += (int) skipped;
        }
        return -1;
    }

    /** A number of seven bits a byte, the lowest first; what is cut off counts as far as it goes. */
    private long number() {
        var value = 0L;
        for (var shift = 0; shift < 64 && at < bytes.length; shift += 7) {
            var next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }
}
