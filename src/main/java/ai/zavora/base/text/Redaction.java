package ai.zavora.base.text;

/** Takes out of a text what must not be shown. Pure; written without regular expressions, as it is on start-up paths. */
public final class Redaction {
    private static final String DATABASE = "sqlite:";
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
                        .append("[REDACTED]");
                from = end;
            }
            at = text.indexOf(DATABASE, end);
        }
        return result.append(text, from, text.length()).toString();
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

    /** Replaces user and password of the addresses in a text by stars: {@code http://me:pw@host} becomes {@code http://****@host}. */
    public static String addressPasswords(String text) {
        var scheme = text.indexOf("://");
        if (scheme < 0) {
            return text;
        }
        var result = new StringBuilder();
        var from = 0;
        while (scheme >= 0) {
            var start = scheme + 3;
            var end = endOfAuthority(text, start);
            var at = text.lastIndexOf('@', end - 1);
            result.append(text, from, start);
            if (at >= start) {
                result.append("****");
                from = at;
            } else {
                from = start;
            }
            scheme = text.indexOf("://", end);
        }
        return result.append(text, from, text.length()).toString();
    }

    private static int endOfAuthority(String text, int from) {
        var end = from;
        while (end < text.length()
                && "/?#".indexOf(text.charAt(end)) < 0
                && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
