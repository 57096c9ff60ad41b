package ai.zavora.core.guardrail;

/** Addresses of electronic mail with an ASCII domain. */
final class Email implements Pattern {
    /** Far more than the 64 of RFC 5321, 4.5.3.1, so that the end of a longer one is not taken for all of it. */
    private static final int MOST_LOCAL = 1024;

    private static final int MOST_DOMAIN = 255;

    private static final String REMOTE_USER = "git";

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
        var sign = window.behindSigns(local, at);
        while (window.has(sign) && sign - at <= MOST_LOCAL) {
            var width = isLocal(window.at(sign)) ? 1 : window.invisible(sign);
            if (width == Window.MORE) {
                return Window.MORE;
            }
            if (width == Window.NONE) {
                break;
            }
            sign = window.behindSigns(local, sign + width);
        }
        if (sign - at > MOST_LOCAL) {
            return Window.NONE;
        }
        if (!window.has(sign)) {
            return window.atEnd();
        }
        if (window.plain(sign) != '@') {
            return Window.NONE;
        }
        var end = readDomain(window, sign + 1);
        return end <= 0 ? end : isRemote(window, at, sign, end) ? Window.NONE : end - at;
    }

    /** Where a domain ends that begins at a position; {@link Window#NONE} when there is none, or {@link Window#MORE}. */
    private static int readDomain(Window window, int from) {
        var domain = new char[MOST_DOMAIN];
        var positions = new int[MOST_DOMAIN];
        var length = 0;
        var position = window.visible(from);
        while (window.has(position) && isDomain(window.plain(position)) && length < MOST_DOMAIN) {
            domain[length] = window.plain(position);
            positions[length++] = position;
            position = window.visible(position + 1);
        }
        if (!window.has(position) && window.open()) {
            return Window.MORE;
        }
        var end = endOfDomain(domain, length);
        return end == 0 ? Window.NONE : positions[end - 1] + 1;
    }

    /** The length of the longest domain with a top level of letters; 0 when there is none. */
    private static int endOfDomain(char[] domain, int length) {
        var end = length;
        while (end > 0) {
            var label = end;
            while (label > 0 && Chars.isAlphanumeric(domain[label - 1]) && !Chars.isDigit(domain[label - 1])) {
                label--;
            }
            var wholeLabel = label > 1 && domain[label - 1] == '.' && domain[label - 2] != '.';
            if (end - label >= 2 && wholeLabel && domain[0] != '.') {
                return end;
            }
            end--;
            while (end > 0 && Chars.isAlphanumeric(domain[end - 1]) && Chars.isAlphanumeric(domain[end])) {
                end--;
            }
        }
        return 0;
    }

    /** Whether it is the place of a repository: the user everybody is there, and a path behind the machine. */
    private static boolean isRemote(Window window, int at, int sign, int end) {
        return sign - at == REMOTE_USER.length()
                && window.literal(at, REMOTE_USER) > 0
                && window.has(end)
                && (window.at(end) == ':' || window.at(end) == '/');
    }

    /** The name before the sign alone is a word as others are. */
    @Override
    public boolean holds(Window window, int at) {
        for (var i = at; window.has(i); i++) {
            if (window.plain(i) == '@') {
                return true;
            }
        }
        return false;
    }

    private static boolean[] signs(String others) {
        var signs = new boolean[128];
        for (char c = 0; c < signs.length; c++) {
            signs[c] = Chars.isAlphanumeric(c) || others.indexOf(c) >= 0;
        }
        return signs;
    }

    private boolean isLocal(char c) {
        if (c < 128) {
            return local[c];
        }
        var plain = Chars.plain(c);
        return plain < 128 && local[plain];
    }

    private static boolean isDomain(char c) {
        return Chars.isAlphanumeric(c) || c == '.' || c == '-';
    }
}
