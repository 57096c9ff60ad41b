package ai.zavora.base.text;

import java.util.function.Predicate;

/** Takes out of a text what must not be shown. Pure; written without regular expressions, as it is on start-up paths. */
public final class Redaction {
    private static final String DATABASE = "sqlite:";
    private static final String HIDDEN = "[REDACTED]";

    /** As many signs as a sequence for a colour has, with the escape in front of it written in digits. */
    private static final int LONGEST_ESCAPE = 24;

    /** A token that is encrypted has five (RFC 7516, 3.1). */
    private static final int MOST_PARTS = 5;

    private static final String ENDS = "\"'()[]{},;";

    private Redaction() {}

    /**
     * Replaces every SQLite address, which ends at white space or one of {@code " ' ( ) [ ] { } , ;}, by {@code
     * sqlite://[REDACTED]}, or {@code sqlite:[REDACTED]} when it has no slashes. {@code sqlite://PATH} stays.
     */
    public static String databaseAddresses(String text) {
        var at = text.indexOf(DATABASE);
        if (at < 0) {
            return text;
        }
        var result = new StringBuilder();
        var from = 0;
        while (at >= 0) {
            var end = endOfToken(text, at);
            if (!isForm(text.substring(at, end))) {
                result.append(text, from, at)
                        .append(text.startsWith("//", at + DATABASE.length()) ? "sqlite://" : DATABASE)
                        .append(HIDDEN);
                from = end;
            }
            at = text.indexOf(DATABASE, end);
        }
        return result.append(text, from, text.length()).toString();
    }

    /**
     * What may be shown of a setting that should be a database's address: of one in no known form nothing, since it may be
     * another database's, with a password anywhere in it.
     */
    public static String databaseAddress(String setting) {
        if (!setting.startsWith(DATABASE)) {
            return HIDDEN;
        }
        return (setting.startsWith("//", DATABASE.length()) ? "sqlite://" : DATABASE) + HIDDEN;
    }

    /** The scheme alone, and the way hints write the form of an address, say nothing of anybody's database. */
    private static boolean isForm(String address) {
        return address.equals("sqlite://") || address.equals("sqlite://.") || address.equals("sqlite://PATH");
    }

    private static int endOfToken(String text, int from) {
        var end = from + DATABASE.length();
        while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && ENDS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** Replaces the words of a text that are keys, {@link KeyLike#isKeyAmongWords}, by {@code [REDACTED]}, also in paths and behind {@link Escapes}. */
    public static String keys(String text) {
        return words(text, "-_", KeyLike::isKeyAmongWords);
    }

    /** Replaces all words of a setting that may be keys, {@link KeyLike} in the whole, by {@code [REDACTED]}. */
    public static String keysOfSetting(String text) {
        return KeyLike.test(text.strip()) ? HIDDEN : words(keys(text), "-_./+", KeyLike::test);
    }

    /** @param signs what words are made of besides letters and digits */
    private static String words(String text, String signs, Predicate<String> isKey) {
        StringBuilder result = null;
        var from = 0;
        for (var at = 0; at < text.length(); at++) {
            if (!isPartOfWord(text.charAt(at), signs)) {
                continue;
            }
            // an option's name begins with dashes
            while (at < text.length() && text.charAt(at) == '-') {
                at++;
            }
            var start = at;
            while (at < text.length() && isPartOfWord(text.charAt(at), signs)) {
                at++;
            }
            var whole = endOfParts(text, start, at, signs);
            var key = keyIn(text, start, whole, isKey);
            if (key < whole) {
                at = whole;
            } else if (whole > at) {
                key = keyIn(text, start, at, isKey);
            }
            if (key < at) {
                result = result == null ? new StringBuilder() : result;
                result.append(text, from, key).append(HIDDEN);
                from = at;
            }
        }
        return result == null ? text : result.append(text, from, text.length()).toString();
    }

    /** Where what may be a key with dots in it ends, whose first part is this word; the end of a sentence is no part. */
    private static int endOfParts(String text, int start, int end, String signs) {
        if (end == text.length() || text.charAt(end) != '.' || !KeyLike.mayBeFirstPart(text.substring(start, end))) {
            return end;
        }
        var at = end;
        // so many and no more, lest a chain of such words is looked through from each of them to its end
        for (var parts = 1; parts < MOST_PARTS && at + 1 < text.length(); parts++) {
            if (text.charAt(at) != '.' || !isPartOfWord(text.charAt(at + 1), signs)) {
                break;
            }
            at++;
            while (at < text.length() && isPartOfWord(text.charAt(at), signs)) {
                at++;
            }
        }
        return at;
    }

    /** Where a key begins that ends with a word: at its beginning or behind escape sequences there; its end without one. */
    private static int keyIn(String text, int start, int end, Predicate<String> isKey) {
        if (start == end || isKey.test(text.substring(start, end))) {
            return start;
        }
        var state = Escapes.NONE;
        for (var at = Math.max(0, start - LONGEST_ESCAPE); at < start; at++) {
            state = Escapes.next(state, text.charAt(at));
        }
        for (var at = start; at < end && Escapes.goesOn(state); at++) {
            state = Escapes.next(state, text.charAt(at));
            if (Escapes.ends(state) && isKey.test(text.substring(at + 1, end))) {
                return at + 1;
            }
        }
        return end;
    }

    private static boolean isPartOfWord(char c, String signs) {
        // keys have no other letters, and may stand right beside those of scripts without blanks
        return (c < 128 && Character.isLetterOrDigit(c)) || signs.indexOf(c) >= 0;
    }

    /**
     * Replaces user and password of the addresses in a text, and what they ask for, by stars: {@code
     * http://me:pw@host/v1?key=k} becomes {@code http://****@host/v1?****}.
     */
    public static String addressSecrets(String text) {
        var scheme = text.indexOf("://");
        if (scheme < 0) {
            return text;
        }
        var result = new StringBuilder();
        var from = 0;
        while (scheme >= 0) {
            var start = scheme + 3;
            var end = endOfAddress(text, start);
            result.append(text, from, start);
            appendAddress(text.substring(start, end), result);
            from = end;
            scheme = text.indexOf("://", end);
        }
        return result.append(text, from, text.length()).toString();
    }

    /**
     * The same for a text that is an address as a whole, whatever is wrong with it: it may lack its scheme, and its
     * password may hold what parts other addresses. Hence all before the last {@code @} is hidden, and all of it but the
     * scheme when that stands in what the address asks for. Keys in its path are hidden, too.
     */
    public static String address(String text) {
        var start = endOfScheme(text);
        var at = text.lastIndexOf('@');
        var result = new StringBuilder().append(text, 0, start);
        if (at > start + first(text.substring(start), "?#")) {
            result.append("****");
        } else {
            appendAddress(text.substring(Math.max(at, start)), result);
        }
        return keys(result.toString());
    }

    /** Where a scheme at the beginning ends; 0 without one. What stands before a colon without slashes is a user. */
    private static int endOfScheme(String text) {
        var colon = text.indexOf("://");
        for (var i = 0; i < colon; i++) {
            var c = text.charAt(i);
            if (c > 127 || !(Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.')) {
                return 0;
            }
        }
        return colon <= 0 ? 0 : colon + 3;
    }

    private static void appendAddress(String address, StringBuilder result) {
        var query = first(address, "?#");
        var at = address.lastIndexOf('@', first(address, "/?#") - 1);
        if (at >= 0) {
            result.append("****");
        }
        result.append(address, Math.max(at, 0), query);
        if (query < address.length()) {
            result.append(address.charAt(query)).append("****");
        }
    }

    /** Where the first of these signs is, or the end. */
    private static int first(String text, String signs) {
        var at = 0;
        while (at < text.length() && signs.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static int endOfAddress(String text, int from) {
        var end = from;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
