package ai.zavora.core.guardrail;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** Classes of characters and the common form of those that count as the same. Pure. */
final class Chars {
    private static final int FIRST_OTHER_BLANK = 0xA0;
    private static final int FIRST_MARK = 0x300;
    private static final int DOT_ABOVE = 0x307;
    private static final int DOTLESS_I = 0x131;
    private static final int FINAL_SIGMA = 0x3C2;
    private static final int SIGMA = 0x3C3;

    private static final byte[] CLASSES = classes();
    private static final byte WORD = 1;
    private static final byte SPACE = 2;

    private Chars() {}

    private static byte[] classes() {
        var classes = new byte[128];
        for (char c = 0; c < 128; c++) {
            if (Character.isLetterOrDigit(c) || c == '_') {
                classes[c] = 1;
            } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
                classes[c] = 2;
            }
        }
        return classes;
    }

    /** Part of a word: letters, digits, marks on them, connectors. Halves of pairs are not: ask for the whole. */
    static boolean isWord(char c) {
        return c < 128 ? CLASSES[c] == WORD : isOtherWord(c);
    }

    private static boolean isOtherWord(char c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.LETTER_NUMBER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.CONNECTOR_PUNCTUATION -> true;
            case Character.OTHER_LETTER -> !isUnspaced(c);
            default -> isMark(c);
        };
    }

    /** A letter of a script that is written without blanks, so that a word may begin or end at any: Han, kana, Thai … */
    private static boolean isUnspaced(int c) {
        return isWithin(c, 0x0E00, 0x0EFF)
                || isWithin(c, 0x1000, 0x109F)
                || isWithin(c, 0x1780, 0x17FF)
                || isWithin(c, 0x2E80, 0x30FF)
                || isWithin(c, 0x3400, 0x9FFF)
                || isWithin(c, 0xF900, 0xFAFF)
                || isWithin(c, 0x20000, 0x3FFFF);
    }

    private static boolean isWithin(int c, int first, int last) {
        return c >= first && c <= last;
    }

    /** As {@link #isWord(char)} for any character. */
    static boolean isWord(int codePoint) {
        return Character.isBmpCodePoint(codePoint)
                ? isWord((char) codePoint)
                : (Character.isLetterOrDigit(codePoint) && !isUnspaced(codePoint))
                        || (Character.getType(codePoint) == Character.NON_SPACING_MARK && !isIgnorable(codePoint));
    }

    static boolean isSpace(char c) {
        return c < 128 ? CLASSES[c] == SPACE : Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isAlphanumeric(char c) {
        return c < 128 && CLASSES[c] == WORD && c != '_';
    }

    /**
     * The sign of ASCII that a character stands for where numbers and addresses are read: full-width forms, decimal digits
     * of any script, blanks and hyphens of any width. The character itself where there is none.
     */
    static char plain(char c) {
        return c < FIRST_OTHER_BLANK ? c : otherPlain(c);
    }

    private static char otherPlain(char c) {
        if (isWithin(c, 0xFF01, 0xFF5E)) {
            return (char) (c - 0xFEE0);
        }
        if (isWithin(c, 0x2010, 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63) {
            return '-';
        }
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR -> ' ';
            case Character.DECIMAL_DIGIT_NUMBER -> (char) ('0' + Character.digit(c, 10));
            default -> c;
        };
    }

    /** A mark that belongs to the character before it. */
    static boolean isMark(char c) {
        if (c < FIRST_MARK) {
            return false;
        }
        var type = Character.getType(c);
        return (type == Character.NON_SPACING_MARK
                        || type == Character.COMBINING_SPACING_MARK
                        || type == Character.ENCLOSING_MARK)
                && !isIgnorable(c);
    }

    /** Shown as nothing: zero-width characters, soft hyphen, variation selectors, direction marks. Halves of pairs are not. */
    static boolean isIgnorable(char c) {
        if (c < 0xAD) {
            return false;
        }
        return c == 0xAD
                || c == 0x034F
                || c == 0x061C
                || c == 0x115F
                || c == 0x1160
                || (c >= 0x17B4 && c <= 0x17B5)
                || (c >= 0x180B && c <= 0x180F)
                || (c >= 0x200B && c <= 0x200F)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2060 && c <= 0x206F)
                || c == 0x3164
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF
                || c == 0xFFA0
                || (c >= 0xFFF0 && c <= 0xFFFB);
    }

    /** As {@link #isIgnorable(char)} for any character: with tags, further variation selectors, marks that format music. */
    static boolean isIgnorable(int codePoint) {
        return Character.isBmpCodePoint(codePoint)
                ? isIgnorable((char) codePoint)
                : isWithin(codePoint, 0xE0000, 0xE0FFF)
                        || isWithin(codePoint, 0x1D173, 0x1D17A)
                        || isWithin(codePoint, 0x1BCA0, 0x1BCA3);
    }

    /**
     * The form that a character with its marks shares with all that read the same: compatibility decomposition (Unicode
     * Standard Annex 15), full case folding by way of lower, upper and lower case (capital sharp s has a lower case only), the two Turkish i made one.
     *
     * @param cluster one character and the marks behind it
     */
    static int[] fold(String cluster) {
        var decomposed = Normalizer.normalize(cluster, Normalizer.Form.NFKD);
        var cased = Normalizer.normalize(
                decomposed.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT),
                Normalizer.Form.NFKD);
        var folded = new int[cased.length()];
        var count = 0;
        for (var i = 0; i < cased.length(); ) {
            var c = cased.codePointAt(i);
            i += Character.charCount(c);
            if (c == DOT_ABOVE && count > 0 && folded[count - 1] == 'i') {
                continue;
            }
            folded[count++] = c == DOTLESS_I ? 'i' : c == FINAL_SIGMA ? SIGMA : c;
        }
        return Arrays.copyOf(folded, count);
    }
}
