package ai.zavora.core.guardrail;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What to find in texts: terms, personal data and secrets. Immutable and safe to share; a text is looked at through
 * {@link #open()}.
 *
 * <p>Where two finds begin at one place the longer one counts, and what lies inside a find is not looked at again. What
 * was put in place of an earlier find is left as it is. An IP
 * address of version 4 is a pattern that is known but not looked for.
 */
public final class Guardrail {
    private static final int ASCII = 128;
    private static final List<Pattern> PERSONAL =
            List.of(new Email(), PersonalNumber.CARD, PersonalNumber.SSN, PersonalNumber.PHONE, new Iban());
    private static final List<Pattern> SECRET = List.of(new BearerToken(), new WebToken(), new PrivateKeyBlock());

    private final List<String> terms;
    private final String replacement;
    private final TermPattern termPattern;
    /** By first character, for those of ASCII. */
    private final Pattern[][] detectors = new Pattern[ASCII][];
    /** By the first two. */
    private final Pattern[][] pairs = new Pattern[ASCII * ASCII][];

    /**
     * @param terms to find as whole words; blank ones are left out
     * @param replacement what takes the place of a term; the rest have names of their own
     */
    public Guardrail(List<String> terms, String replacement) {
        this.terms = List.copyOf(terms);
        this.replacement = requireNonNull(replacement, "replacement is null");
        this.termPattern = new TermPattern(terms);
        var all = new ArrayList<Pattern>(PERSONAL);
        all.addAll(Credentials.ALL);
        all.addAll(SECRET);
        lookFor(all);
        var marks = marks(all);
        if (!marks.isEmpty()) {
            all.add(new Mark(marks));
            lookFor(all);
        }
    }

    /** The replacements that would be taken for finds themselves, and those in brackets, at which a find ends. */
    private List<String> marks(List<Pattern> all) {
        var marks = new LinkedHashSet<String>(List.of(replacement));
        for (var detector : all) {
            marks.add(detector.replacement());
        }
        marks.removeIf(text -> !(text.startsWith("[") && text.endsWith("]") && text.length() > 2)
                && redact(text).found().isEmpty());
        return List.copyOf(marks);
    }

    private void lookFor(List<Pattern> all) {
        for (char first = 0; first < ASCII; first++) {
            detectors[first] = beginning(all, first);
            fillPairs(first);
        }
    }

    private static Pattern[] beginning(List<Pattern> all, char first) {
        var some = new ArrayList<Pattern>();
        for (var detector : all) {
            if (detector.startsWith(first)) {
                some.add(detector);
            }
        }
        return some.toArray(Pattern[]::new);
    }

    /** Most second characters leave the same detectors, so only the few that are named are looked at one by one. */
    private void fillPairs(char first) {
        var row = first * ASCII;
        Arrays.fill(pairs, row, row + ASCII, goingOn(detectors[first], '\0'));
        for (var detector : detectors[first]) {
            var seconds = detector.seconds();
            for (var i = 0; i < seconds.length(); i++) {
                pairs[row + seconds.charAt(i)] = goingOn(detectors[first], seconds.charAt(i));
            }
        }
    }

    /** Those that can go on with a character that may be NUL, which none names. */
    private static Pattern[] goingOn(Pattern[] detectors, char second) {
        var some = new ArrayList<Pattern>();
        for (var detector : detectors) {
            if (detector.seconds().isEmpty() || detector.seconds().indexOf(second) >= 0) {
                some.add(detector);
            }
        }
        return some.toArray(Pattern[]::new);
    }

    /** Starts to look at a text that comes in pieces. */
    public GuardedText open() {
        return new GuardedText(this);
    }

    /** A whole text as it is when everything found is replaced, and what that was. */
    public Redacted redact(String text) {
        var guarded = open();
        var redacted = guarded.accept(text) + guarded.finish();
        return new Redacted(redacted, guarded.found());
    }

    /** A text with everything found replaced, and what that was. */
    public record Redacted(String text, Detection found) {}

    List<String> terms() {
        return terms;
    }

    String replacement() {
        return replacement;
    }

    TermPattern termPattern() {
        return termPattern;
    }

    /** What may begin with a character besides a term. */
    Pattern[] detectors(char first) {
        var plain = Chars.plain(first);
        return plain < ASCII ? detectors[plain] : detectors[0];
    }

    /** What may begin with two characters besides a term. */
    Pattern[] detectors(char first, char second) {
        return first < ASCII && second < ASCII ? pairs[first * ASCII + second] : detectors(first);
    }
}
