package ai.zavora.core.guardrail;

/** Addresses of electronic mail with an ASCII domain. */
final class Email implements Pattern {
    /** RFC 5321, 4.5.3.1: the lengths of the local part and of the domain. */
    private static final int MOST_LOCAL = 64;

    private static final int MOST_DOMAIN = 255;

    private final boolean[] local = signs("._%+-'");

    @Override
    public String hit() {
        return "email";
    }

    @Override
    public String replacement() {
        return "[EMAIL REDACTED]";
    }

    @Override
    public boolean startsWith(char first) {
        return Chars.isAlphanumeric(first) || first == '_';
    }

    @Override
    public int match(Window window, int at) {
        var sign = at;
        while (window.has(sign) && isLocal(window.at(sign))) {
            sign++;
            if (sign - at > MOST_LOCAL) {
                return Window.NONE;
            }
        }
        if (!window.has(sign)) {
            return window.atEnd();
        }
        if (window.at(sign) != '@') {
            return Window.NONE;
        }
        var end = sign + 1;
        while (window.has(end) && isDomain(window.at(end)) && end - sign <= MOST_DOMAIN) {
            end++;
        }
        if (!window.has(end) && window.open()) {
            return Window.MORE;
        }
        var last = endOfDomain(window, sign + 1, end);
        return last > 0 ? last - at : Window.NONE;
    }

    /** The end of the longest domain with a top level of letters; 0 when there is none. */
    private static int endOfDomain(Window window, int from, int to) {
        var end = to;
        while (end > from) {
            var label = end;
            while (label > from && Chars.isAlphanumeric(window.at(label - 1)) && !Chars.isDigit(window.at(label - 1))) {
                label--;
            }
            var wholeLabel = label > from + 1 && window.at(label - 1) == '.' && window.at(label - 2) != '.';
            if (end - label >= 2 && wholeLabel && window.at(from) != '.') {
                return end;
            }
            end--;
            while (end > from && Chars.isAlphanumeric(window.at(end - 1)) && Chars.isAlphanumeric(window.at(end))) {
                end--;
            }
        }
        return 0;
    }

    private static boolean[] signs(String others) {
        var signs = new boolean[128];
        for (char c = 0; c < signs.length; c++) {
            signs[c] = Chars.isAlphanumeric(c) || others.indexOf(c) >= 0;
        }
        return signs;
    }

    private boolean isLocal(char c) {
        return c < 128 && local[c];
    }

    private static boolean isDomain(char c) {
        return Chars.isAlphanumeric(c) || c == '.' || c == '-';
    }
}
