package ai.zavora.core.guardrail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All terms of a configuration in one trie. A term stands as a whole word, in any case and any Unicode spelling, with
 * zero-width characters between its letters or not; white space in it stands for any white space.
 */
final class TermPattern {
    /** How much white space may stand where a term has some. */
    private static final int MOST_SPACE = 32;

    /** How many marks one character may carry. */
    private static final int MOST_MARKS = 16;

    private static final int SPACE = ' ';

    /** Nothing below is a mark, a half of a pair or shown as nothing. */
    private static final int FIRST_SPECIAL = 0xAD;

    private final Node root = new Node();
    private final boolean[] asciiStarts = new boolean[128];
    private boolean otherStarts;

    /** A state: how terms go on, and which one ends here. */
    private static final class Node {
        private final @Nullable Node[] ascii = new Node[128];
        private final Map<Integer, Node> others = new HashMap<>();
        private int term = -1;
        private boolean endsInWord;
        private boolean isLeaf = true;

        @Nullable
        Node next(int unit) {
            return unit < ascii.length ? ascii[unit] : others.get(unit);
        }

        Node grown(int unit) {
            isLeaf = false;
            if (unit >= ascii.length) {
                return others.computeIfAbsent(unit, any -> new Node());
            }
            var known = ascii[unit];
            var node = known == null ? new Node() : known;
            ascii[unit] = node;
            return node;
        }
    }

    /** @param terms as configured */
    TermPattern(List<String> terms) {
        for (var i = 0; i < terms.size(); i++) {
            add(terms.get(i).strip(), i);
        }
    }

    private void add(String term, int index) {
        var units = units(term);
        if (units.isEmpty()) {
            return;
        }
        var node = root;
        for (var unit : units) {
            node = node.grown(unit);
        }
        if (node.term < 0) {
            node.term = index;
            node.endsInWord = Chars.isWord(term.codePointBefore(term.length()));
        }
        for (var c = 0; c < 128; c++) {
            asciiStarts[c] |= Chars.fold(Character.toString(c))[0] == units.getFirst();
        }
        // more than one spelling of a first letter lies outside of ASCII, for example full-width letters
        otherStarts = true;
    }

    private static List<Integer> units(String term) {
        var units = new ArrayList<Integer>();
        for (var i = 0; i < term.length(); ) {
            var c = term.charAt(i);
            if (Chars.isIgnorable(term.codePointAt(i))) {
                i += Character.charCount(term.codePointAt(i));
            } else if (Chars.isSpace(c)) {
                if (units.isEmpty() || units.getLast() != SPACE) {
                    units.add(SPACE);
                }
                i++;
            } else {
                var end = i + Character.charCount(term.codePointAt(i));
                while (end < term.length()
                        && (Chars.isMark(term.charAt(end)) || Chars.isIgnorable(term.codePointAt(end)))) {
                    end += Character.charCount(term.codePointAt(end));
                }
                for (var unit : Chars.fold(withoutIgnorable(term.substring(i, end)))) {
                    units.add(unit);
                }
                i = end;
            }
        }
        return units;
    }

    private static String withoutIgnorable(String cluster) {
        var text = new StringBuilder();
        cluster.codePoints().filter(c -> !Chars.isIgnorable(c)).forEach(text::appendCodePoint);
        return text.toString();
    }

    boolean startsWith(char first) {
        return first < 128 ? asciiStarts[first] : otherStarts;
    }

    /** The longest term at a position: its length and, in the reader, its index. */
    final class Reader {
        private int term = -1;
        private int position;

        int term() {
            return term;
        }

        int match(Window window, int at) {
            term = -1;
            var best = Window.NONE;
            var node = root;
            position = at;
            while (true) {
                var read = step(window, node);
                if (read == Step.MORE) {
                    return Window.MORE;
                }
                if (read == Step.NO_WAY || here == null) {
                    return best;
                }
                node = here;
                if (node.term >= 0) {
                    var boundary = node.endsInWord ? boundary(window, position) : Window.NONE;
                    if (boundary == Window.MORE) {
                        return Window.MORE;
                    }
                    if (boundary == Window.NONE) {
                        best = position - at;
                        term = node.term;
                    }
                }
                if (node.isLeaf) {
                    return best;
                }
            }
        }

        private @Nullable Node here;

        /** Reads one character with its marks, or a run of white space, and follows it. */
        private Step step(Window window, Node from) {
            if (window.has(position + 1)) {
                var plain = window.at(position);
                if (plain < 128 && window.at(position + 1) < FIRST_SPECIAL && !Chars.isSpace(plain)) {
                    here = from.ascii[lower(plain)];
                    position++;
                    return here == null ? Step.NO_WAY : Step.READ;
                }
            }
            var start = window.visible(position);
            if (!window.has(start)) {
                return window.open() ? Step.MORE : Step.NO_WAY;
            }
            var further = window.invisible(start);
            if (further != Window.NONE) {
                return further == Window.MORE ? Step.MORE : Step.NO_WAY;
            }
            var first = window.at(start);
            if (Chars.isSpace(first)) {
                return space(window, start, from);
            }
            var end = clusterEnd(window, start);
            if (end == Window.MORE) {
                return Step.MORE;
            }
            var node = from;
            if (end == start + 1 && first < 128) {
                node = node.next(lower(first));
                if (node == null) {
                    return Step.NO_WAY;
                }
            } else {
                for (var unit : Chars.fold(withoutIgnorable(window.text(start, end)))) {
                    node = node.next(unit);
                    if (node == null) {
                        return Step.NO_WAY;
                    }
                }
            }
            here = node;
            position = end;
            return Step.READ;
        }

        private Step space(Window window, int start, Node from) {
            var node = from.next(SPACE);
            if (node == null) {
                return Step.NO_WAY;
            }
            var end = start;
            while (window.has(end)) {
                var width = Chars.isSpace(window.at(end)) ? 1 : window.invisible(end);
                if (width == Window.MORE) {
                    return Step.MORE;
                }
                if (width == Window.NONE) {
                    break;
                }
                end += width;
                if (end - start > MOST_SPACE) {
                    return Step.NO_WAY;
                }
            }
            if (!window.has(end)) {
                return window.open() ? Step.MORE : Step.NO_WAY;
            }
            here = node;
            position = end;
            return Step.READ;
        }
    }

    private static int lower(char c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    private enum Step {
        READ,
        NO_WAY,
        MORE
    }

    private static int clusterEnd(Window window, int start) {
        var end = start + 1;
        if (Character.isHighSurrogate(window.at(start))) {
            if (!window.has(end)) {
                return window.open() ? Window.MORE : end;
            }
            if (Character.isLowSurrogate(window.at(end))) {
                end++;
            }
        }
        var marks = 0;
        while (window.has(end) && marks < MOST_MARKS) {
            if (!Chars.isMark(window.at(end))) {
                return end;
            }
            marks++;
            end++;
        }
        return window.has(end) || !window.open() ? end : Window.MORE;
    }

    /** Whether a word ends at a position: {@link Window#NONE} when it does, 1 when it goes on. */
    private static int boundary(Window window, int at) {
        if (window.has(at) && window.at(at) < FIRST_SPECIAL) {
            return Chars.isWord(window.at(at)) ? 1 : Window.NONE;
        }
        var next = window.visible(at);
        if (!window.has(next)) {
            return window.atEnd();
        }
        var first = window.at(next);
        if (!Character.isHighSurrogate(first)) {
            return Chars.isWord(first) ? 1 : Window.NONE;
        }
        if (!window.has(next + 1)) {
            return window.atEnd();
        }
        return Chars.isWord(Character.toCodePoint(first, window.at(next + 1))) ? 1 : Window.NONE;
    }
}
