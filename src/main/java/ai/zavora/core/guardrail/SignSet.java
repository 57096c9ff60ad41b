package ai.zavora.core.guardrail;

/** Signs that long runs are made of; a {@link Window} knows where the last run of each ends. */
enum SignSet {
    /** What stands before the sign of an address of electronic mail, in any width. */
    MAILBOX("._%+-'", true),
    /** RFC 4648, 5. */
    BASE64_URL("-_", false);

    private final boolean[] ascii = new boolean[128];
    private final boolean anyWidth;

    SignSet(String others, boolean anyWidth) {
        for (char c = 0; c < ascii.length; c++) {
            ascii[c] = Chars.isAlphanumeric(c) || others.indexOf(c) >= 0;
        }
        this.anyWidth = anyWidth;
    }

    boolean holds(char c) {
        if (c < ascii.length) {
            return ascii[c];
        }
        var plain = anyWidth ? Chars.plain(c) : c;
        return plain < ascii.length && ascii[plain];
    }
}
