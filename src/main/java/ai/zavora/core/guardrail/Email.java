package ai.zavora.core.guardrail;

/**
 * Addresses of electronic mail with an ASCII domain. An escape sequence is no part of one, but may be all of its name: then
 * it stays, so that what it is part of stays readable. A letter behind a backslash is no name: {@code \n@x.y} is a line.
 */
final class Email implements Pattern {
    /** Far more than the 64 of RFC 5321, 4.5.3.1, so that the end of a longer one is not taken for all of it. */
    private static final int MOST_LOCAL = 1024;

    private static final int MOST_DOMAIN = 255;

    private static final String REMOTE_USER = "git";

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
        return Chars.isAlphanumeric(first) || first == '_' || first == '@';
    }

    @Override
    public int match(Window window, int at) {
        if (window.plain(at) == '@' && !window.escapes().endsWithDigit(at)) {
            return Window.NONE;
        }
        var escaped = window.escapes().rest(window, at);
        if (escaped != Window.NONE) {
            return escaped == Window.MORE ? Window.MORE : Window.NONE;
        }
        var sign = window.behindSigns(SignSet.MAILBOX, 0, at);
        if (sign - at > MOST_LOCAL) {
            return Window.NONE;
        }
        if (!window.has(sign) || window.invisible(sign) == Window.MORE) {
            return window.atEnd();
        }
        if (window.plain(sign) != '@') {
            return Window.NONE;
        }
        var end = window.domainEnd(sign + 1);
        if (end == Window.MORE) {
            end = readDomain(window, sign + 1);
        }
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
        var behind = end == 0 ? Window.NONE : positions[end - 1] + 1;
        if (window.open()) {
            window.rememberDomain(from, behind);
        }
        return behind;
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

    private static boolean isDomain(char c) {
        return Chars.isAlphanumeric(c) || c == '.' || c == '-';
    }
}
