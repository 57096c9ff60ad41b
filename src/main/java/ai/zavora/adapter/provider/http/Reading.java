package ai.zavora.adapter.provider.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text as it reads once its escapes are undone, and where each of its characters came from: providers repeat a request
 * as it was sent, as JSON (RFC 8259, section 7), as the literal of a text or of bytes in Python, as part of an address
 * (RFC 3986, section 2.1) or as a form.
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

    /** How a text is escaped. */
    private enum Kind {
        /** With backslashes, as in JSON and Python. */
        BACKSLASH,
        /** With per cent signs, as in addresses. */
        PERCENT,
        /** The same, and a plus sign is a blank. */
        FORM
    }

    /**
     * What the text says when it is escaped in this way or that, as far as there are such escapes: a prompt may hold some
     * itself. White space and control characters become spaces, and bytes that are UTF-8 are read as such.
     */
    List<Reading> unescaped() {
        return Stream.of(Kind.values())
                .map(this::read)
                .filter(said -> !said.text.equals(text))
                .distinct()
                .toList();
    }

    private Reading read(Kind kind) {
        var said = new StringBuilder(text.length());
        var from = new ArrayList<Integer>();
        for (var at = 0; at < text.length(); ) {
            var next = bytes(at, kind, said, from);
            at = next > at ? next : sign(at, kind, said, from);
        }
        from.add(origins.getLast());
        return new Reading(said.toString(), from);
    }

    /** Reads a character or the escape of one; returns where it ends. */
    private int sign(int at, Kind kind, StringBuilder said, List<Integer> from) {
        from.add(origins.get(at));
        var c = text.charAt(at);
        if (kind == Kind.FORM && c == '+') {
            said.append(' ');
            return at + 1;
        }
        var what = kind == Kind.BACKSLASH && c == '\\' && at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (ESCAPED.indexOf(what) >= 0) {
            said.append(what);
            return at + 2;
        }
        if (SPACES.indexOf(what) >= 0) {
            said.append(' ');
            return at + 2;
        }
        var unit = what == 'u' ? number(at + 2, 4, 16) : -1;
        if (unit < 0) {
            said.append(c);
            return at + 1;
        }
        append((char) unit, said);
        return at + 6;
    }

    /** Reads the escapes of bytes that follow each other; returns where they end, the place itself without any. */
    private int bytes(int start, Kind kind, StringBuilder said, List<Integer> from) {
        var bytes = new ByteArrayOutputStream();
        var starts = new ArrayList<Integer>();
        var at = start;
        for (var length = lengthOfByte(at, kind); length > 0; length = lengthOfByte(at, kind)) {
            var octal = length == 4 && text.charAt(at + 1) != 'x';
            bytes.write(octal ? number(at + 1, 3, 8) : number(at + length - 2, 2, 16));
            starts.add(origins.get(at));
            at += length;
        }
        var all = bytes.toByteArray();
        for (var index = 0; index < all.length; ) {
            var length = lengthOfCharacter(all, index);
            // what is no UTF-8 is a character itself, as Python writes those up to 255
            var charset = length > 1 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
            for (var unit : new String(all, index, length, charset).toCharArray()) {
                from.add(starts.get(index));
                append(unit, said);
            }
            index += length;
        }
        return at;
    }

    /** The length of the escape of a byte: {@code %C3}, {@code \xc3} or {@code \303}; 0 where there is none. */
    private int lengthOfByte(int at, Kind kind) {
        if (at + 1 >= text.length()) {
            return 0;
        }
        if (kind != Kind.BACKSLASH) {
            return text.charAt(at) == '%' && number(at + 1, 2, 16) >= 0 ? 3 : 0;
        }
        if (text.charAt(at) != '\\') {
            return 0;
        }
        var number = text.charAt(at + 1) == 'x' ? number(at + 2, 2, 16) : number(at + 1, 3, 8);
        return number >= 0 && number <= 0xFF ? 4 : 0;
    }

    /** How many bytes the character there has in UTF-8 (RFC 3629, section 4); 1 for what is none. */
    private static int lengthOfCharacter(byte[] bytes, int at) {
        var first = bytes[at] & 0xFF;
        var length = first >= 0xF0 && first <= 0xF4 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
        for (var next = at + 1; next < at + length; next++) {
            if (next >= bytes.length || (bytes[next] & 0xC0) != 0x80) {
                return 1;
            }
        }
        return length;
    }

    /** The number that so many digits say; -1 where they are none. */
    private int number(int at, int digits, int radix) {
        if (at + digits > text.length()) {
            return -1;
        }
        var number = 0;
        for (var place = at; place < at + digits; place++) {
            var digit = Character.digit(text.charAt(place), radix);
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }

    private static void append(char unit, StringBuilder said) {
        said.append(Echo.isSpace(unit) ? ' ' : unit);
    }
}
