package ai.zavora.core.guardrail;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What was put in the place of an earlier find: passed on as it is, so that a text that was redacted once stays the same
 * although a replacement may hold a term. Only replacements in brackets are told from text.
 */
final class Mark implements Pattern {
    private final List<String> replacements;

    Mark(Collection<String> replacements) {
        var marks = new LinkedHashSet<String>();
        for (var text : replacements) {
            if (text.length() > 2 && text.startsWith("[") && text.endsWith("]")) {
                marks.add(text);
            }
        }
        this.replacements = List.copyOf(marks);
    }

    /** Never asked for: a mark is no find. */
    @Override
    public String hit() {
        return "mark";
    }

    @Override
    public String replacement() {
        return "";
    }

    @Override
    public boolean startsWith(char first) {
        return first == '[' && !replacements.isEmpty();
    }

    @Override
    public int match(Window window, int at) {
        var more = false;
        for (var replacement : replacements) {
            var length = window.literal(at, replacement);
            if (length > 0) {
                return length;
            }
            more |= length == Window.MORE;
        }
        return more ? Window.MORE : Window.NONE;
    }

    @Override
    public boolean holds(Window window, int at) {
        return false;
    }
}
