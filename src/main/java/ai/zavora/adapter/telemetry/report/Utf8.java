package ai.zavora.adapter.telemetry.report;

/** Checks characters beyond ASCII in bytes, as the table of well-formed sequences in Unicode 3.9 has them. */
final class Utf8 {
    private Utf8() {}

    /**
     * Where the character ends that begins with that byte, which is beyond ASCII.
     *
     * @param bytes with a byte of ASCII somewhere behind it
     * @return the place behind it; -1 when it is not well-formed
     */
    static int behind(byte[] bytes, int at) {
        var first = bytes[at] & 0xff;
        if (first >= 0xc2 && first <= 0xdf) {
            return rest(bytes, at + 1, 1, 0x80, 0xbf);
        }
        if (first >= 0xe0 && first <= 0xef) {
            // neither longer than needed nor half of a surrogate pair
            return rest(bytes, at + 1, 2, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf);
        }
        if (first >= 0xf0 && first <= 0xf4) {
            return rest(bytes, at + 1, 3, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf);
        }
        return -1;
    }

    private static int rest(byte[] bytes, int at, int count, int lowest, int highest) {
        var second = bytes[at] & 0xff;
        if (second < lowest || second > highest) {
            return -1;
        }
        for (var i = 1; i < count; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return -1;
            }
        }
        return at + count;
    }
}
