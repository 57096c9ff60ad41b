package ai.zavora.core.guardrail;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was put in the place of an earlier find: passed on as it is, so that a text that was redacted once stays the same
 * although a replacement may hold a term. One that is a term and nothing else is no mark, but that term.
 */
final class Mark implements Pattern {
    private final List<String> replacements;

    /** @param replacements none of them empty */
    Mark(Collection<String> replacements) {
        this.replacements = List.copyOf(replacements);
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

    /** A first character outside of ASCII stands under NUL. */
    @Override
    public boolean startsWith(char first) {
        return replacements.stream().anyMatch(text -> asListed(text.charAt(0)) == first);
    }

    private static char asListed(char first) {
        var plain = Chars.plain(first);
        return plain < 128 ? plain : '\0';
    }

    @Override
    public String seconds() {
        var some = replacements.stream().anyMatch(text -> text.length() == 1 || text.charAt(1) >= 128);
        return some
                ? ""
                : replacements.stream().map(text -> text.substring(1, 2)).collect(Collectors.joining());
    }

    @Override
    public int match(Window window, int at) {
        var more = false;
        var longest = Window.NONE;
        for (var replacement : replacements) {
            var length = window.spelled(at, replacement);
            more |= length == Window.MORE;
            longest = Math.max(longest, length);
        }
        return more ? Window.MORE : longest;
    }
}
