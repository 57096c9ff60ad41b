package ai.zavora.core.guardrail;

/** International bank account numbers with their check digits (ISO 13616), in one piece or in groups of four. */
final class Iban implements Pattern {
    private static final int LEAST = 15;
    private static final int MOST = 34;

    @Override
    public String hit() {
        return "iban";
    }

    @Override
    public String replacement() {
        return "[IBAN REDACTED]";
    }

    @Override
    public boolean startsWith(char first) {
        return Chars.isUpper(first);
    }

    @Override
    public int match(Window window, int at) {
        var signs = new char[MOST];
        var count = 0;
        var best = Window.NONE;
        var afterBlank = false;
        for (var position = at; count < MOST; position = window.visible(position + 1)) {
            if (!window.has(position)) {
                if (window.open()) {
                    return Window.MORE;
                }
                break;
            }
            var c = window.plain(position);
            if (c == ' ' && count > 0 && count % 4 == 0 && !afterBlank) {
                afterBlank = true;
                continue;
            }
            if (!fits(c, count)) {
                break;
            }
            afterBlank = false;
            signs[count++] = c;
            if (count >= LEAST && isChecked(signs, count)) {
                var end = wordEnds(window, position + 1);
                if (end == Window.MORE) {
                    return Window.MORE;
                }
                best = end == Window.NONE ? position + 1 - at : best;
            }
        }
        return best;
    }

    /** A country of two letters, two digits, then either. */
    private static boolean fits(char c, int index) {
        return index < 2 ? Chars.isUpper(c) : Chars.isDigit(c) || (index >= 4 && Chars.isUpper(c));
    }

    private static int wordEnds(Window window, int from) {
        var at = window.visible(from);
        if (!window.has(at)) {
            return window.atEnd();
        }
        return Chars.isAlphanumeric(window.plain(at)) ? 1 : Window.NONE;
    }

    /** Rest 1 modulo 97, the first four signs taken to the end, letters as 10 to 35. */
    private static boolean isChecked(char[] signs, int count) {
        var rest = 0;
        for (var i = 0; i < count; i++) {
            var c = signs[(i + 4) % count];
            rest = Chars.isDigit(c) ? (10 * rest + c - '0') % 97 : (100 * rest + c - 'A' + 10) % 97;
        }
        return rest == 1;
    }
}
