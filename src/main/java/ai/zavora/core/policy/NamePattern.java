package ai.zavora.core.policy;

import static java.util.Objects.requireNonNull;

/**
 * A tool name in which {@code *} stands for any run of characters, the empty one included. Case-sensitive, and matched
 * from end to end.
 */
public record NamePattern(String pattern) {
    public NamePattern {
        requireNonNull(pattern, "pattern is null");
    }

    /** Whether the whole name matches. Takes time linear in both for each star. */
    public boolean matches(String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
