package ai.zavora.core.guardrail;

/**
 * The body of a private key behind its first line. Its lines may be quoted, indented, commented out or part of source
 * code: all between two runs of base64, and between them and the line that ends it, belongs to the key. One that has no
 * end is over where no more base64 follows within {@value #FAR} characters; what comes next then counts up to the first
 * sign that a plain block cannot hold. Characters shown as nothing part nothing.
 *
 * <p>Used by one thread, for one key.
 */
final class KeyBody implements Pattern.Rest {
    private static final String END = "-----END ";
    private static final int FAR = 512;
    /** How far to look when characters shown as nothing stand between; bounds what is held back and looked at again. */
    private static final int MOST_SEEN = 4 * FAR;

    /** A run of that many signs of base64 is key whatever it looks like. */
    private static final int LONG_RUN = 40;

    /** One of that many is when it mixes capitals, small letters and digits, which words and paths rarely do. */
    private static final int MIXED_RUN = 16;

    private boolean inRun;
    private boolean ended;

    @Override
    public int length(Window window, int at) {
        if (ended) {
            return Window.NONE;
        }
        if (inRun) {
            var end = behindRun(window, at);
            if (end > at) {
                return end - at;
            }
            if (window.invisible(at) == Window.MORE) {
                return Window.MORE;
            }
            inRun = false;
        }
        return search(window, at);
    }

    private static int behindRun(Window window, int at) {
        var end = at;
        while (window.has(end)) {
            var width = isBase64(window.at(end)) ? 1 : window.invisible(end);
            if (width <= 0) {
                break;
            }
            end += width;
        }
        return end;
    }

    /** Looks for the next run or the end. */
    private int search(Window window, int at) {
        var run = new Run();
        var position = at;
        for (var shown = 0; shown < FAR && position - at < MOST_SEEN; shown++) {
            position = window.visible(position);
            if (!window.has(position)) {
                return window.open() ? Window.MORE : plain(window, at);
            }
            var c = window.at(position);
            if (c == '-') {
                var end = window.spelled(position, END);
                if (end == Window.MORE) {
                    return Window.MORE;
                }
                if (end > 0) {
                    return closing(window, at, position + end);
                }
            }
            position++;
            if (run.goesOn(c)) {
                inRun = true;
                return position - at;
            }
        }
        return plain(window, at);
    }

    private int closing(Window window, int at, int from) {
        var position = window.visible(from);
        for (var label = 0; label <= PrivateKeyBlock.MOST_LABEL; label++) {
            if (!window.has(position) || window.at(position) == '-') {
                break;
            }
            position = window.visible(position + 1);
        }
        if (!window.has(position) && window.open()) {
            return Window.MORE;
        }
        var dashes = window.spelled(position, PrivateKeyBlock.DASHES);
        if (dashes == Window.MORE) {
            return Window.MORE;
        }
        ended = true;
        return position + dashes - at;
    }

    /** The end of a key that breaks off. */
    private int plain(Window window, int at) {
        ended = true;
        var position = at;
        while (window.has(position)) {
            var width = isPlain(window.at(position)) ? 1 : window.invisible(position);
            if (width <= 0 || position + width - at > FAR) {
                break;
            }
            position += width;
        }
        return position - at;
    }

    private static boolean isBase64(char c) {
        return Chars.isAlphanumeric(c) || c == '+' || c == '/' || c == '=';
    }

    private static boolean isPlain(char c) {
        return isBase64(c) || Chars.isSpace(c) || ":,-\\".indexOf(c) >= 0;
    }

    /** Signs of base64 in a row. */
    private static final class Run {
        private int length;
        private boolean upper;
        private boolean lower;
        private boolean digit;

        /** Takes the next sign; whether the run is known to be of a key by now. */
        boolean goesOn(char c) {
            if (!isBase64(c)) {
                length = 0;
                upper = false;
                lower = false;
                digit = false;
                return false;
            }
            length++;
            upper |= Chars.isUpper(c);
            digit |= Chars.isDigit(c);
            lower |= c >= 'a' && c <= 'z';
            return length >= LONG_RUN || (length >= MIXED_RUN && upper && lower && digit);
        }
    }
}
