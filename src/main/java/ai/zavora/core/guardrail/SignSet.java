package ai.zavora.core.guardrail;

/** Signs that long runs are made of; a {@link Window} knows where the last run of each ends. */
final class SignSet {
    /** What stands before the sign of an address of electronic mail, in any width. */
    static final SignSet MAILBOX = new SignSet("._%+-'", true, 0);

    /** RFC 4648, 5. */
    static final SignSet BASE64_URL = new SignSet("-_", false, 1);

    /** How many runs a window knows in all: one of a mailbox, three of base64. */
    static final int RUNS = 4;

    private final boolean[] ascii = new boolean[128];
    private final boolean anyWidth;
    private final int firstRun;

    private SignSet(String others, boolean anyWidth, int firstRun) {
        for (char c = 0; c < ascii.length; c++) {
            ascii[c] = Chars.isAlphanumeric(c) || others.indexOf(c) >= 0;
        }
        this.anyWidth = anyWidth;
        this.firstRun = firstRun;
    }

    /** The place of a run among all that are known. */
    int run(int part) {
        return firstRun + part;
    }

    boolean holds(char c) {
        if (c < ascii.length) {
            return ascii[c];
        }
        var plain = anyWidth ? Chars.plain(c) : c;
        return plain < ascii.length && ascii[plain];
    }
}
