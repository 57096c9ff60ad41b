package ai.zavora.adapter.provider.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A text as it reads once its escapes are undone, and where each of its characters came from: providers repeat a request
 * as it was sent, as JSON (RFC 8259, section 7) or as a Python literal.
 *
 * @param text what it says
 * @param origins for each character where it begins in the first text, and at the end that text's length
 */
record Reading(String text, List<Integer> origins) {
    private static final String ESCAPED = "\"'/\\";
    private static final String SPACES = "ntrfb";

    Reading {
        origins = List.copyOf(origins);
    }

    /** The text as it is. */
    static Reading of(String text) {
        return new Reading(text, IntStream.rangeClosed(0, text.length()).boxed().toList());
    }

    /** The text with its escapes undone; white space and control characters become spaces. Empty when there are none. */
    Optional<Reading> unescaped() {
        if (text.indexOf('\\') < 0) {
            return Optional.empty();
        }
        var said = new StringBuilder(text.length());
        var from = new ArrayList<Integer>();
        for (var at = 0; at < text.length(); ) {
            from.add(origins.get(at));
            at = text.charAt(at) == '\\' ? escape(at, said) : plain(at, said);
        }
        from.add(origins.getLast());
        return said.length() < text.length() ? Optional.of(new Reading(said.toString(), from)) : Optional.empty();
    }

    private int plain(int at, StringBuilder said) {
        said.append(text.charAt(at));
        return at + 1;
    }

    /** Reads one escape; returns where it ends. */
    private int escape(int at, StringBuilder said) {
        var kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (ESCAPED.indexOf(kind) >= 0) {
            said.append(kind);
            return at + 2;
        }
        if (SPACES.indexOf(kind) >= 0) {
            said.append(' ');
            return at + 2;
        }
        var digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
        var end = at + 2 + digits;
        if (digits == 0 || end > text.length() || !isHex(text.substring(at + 2, end))) {
            return plain(at, said);
        }
        var unit = (char) Integer.parseInt(text.substring(at + 2, end), 16);
        said.append(Echo.isSpace(unit) ? ' ' : unit);
        return end;
    }

    private static boolean isHex(String digits) {
        return digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }
}
