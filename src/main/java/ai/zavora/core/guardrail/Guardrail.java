package ai.zavora.core.guardrail;

import static java.util.Objects.requireNonNull;

import ai.zavora.core.guardrail.Token.Signs;
import java.util.ArrayList;
import java.util.List;

/**
 * What to find in texts: terms, personal data and secrets. Immutable and safe to share; a text is looked at through
 * {@link #open()}.
 *
 * <p>Where two finds begin at one place the longer one counts, and what lies inside a find is not looked at again. An IP
 * address of version 4 is a pattern that is known but not looked for.
 */
public final class Guardrail {
    private static final List<Pattern> DETECTORS = List.of(
            new Email(),
            PersonalNumber.CARD,
            PersonalNumber.SSN,
            PersonalNumber.PHONE,
            new Iban(),
            new Token("aws_access_key", "AKIA", Signs.UPPER_AND_DIGITS, 16, 16),
            new Token("aws_access_key", "ASIA", Signs.UPPER_AND_DIGITS, 16, 16),
            new Token("github_token", "ghp_", Signs.ALPHANUMERIC, 36, 255),
            new Token("github_token", "gho_", Signs.ALPHANUMERIC, 36, 255),
            new Token("github_token", "ghu_", Signs.ALPHANUMERIC, 36, 255),
            new Token("github_token", "ghs_", Signs.ALPHANUMERIC, 36, 255),
            new Token("github_token", "ghr_", Signs.ALPHANUMERIC, 36, 255),
            new Token("github_token", "github_pat_", Signs.URL_SAFE, 22, 255),
            new Token("slack_token", "xoxb-", Signs.URL_SAFE, 10, 255),
            new Token("slack_token", "xoxa-", Signs.URL_SAFE, 10, 255),
            new Token("slack_token", "xoxp-", Signs.URL_SAFE, 10, 255),
            new Token("slack_token", "xoxr-", Signs.URL_SAFE, 10, 255),
            new Token("slack_token", "xoxs-", Signs.URL_SAFE, 10, 255),
            new Token("google_api_key", "AIza", Signs.URL_SAFE, 35, 35),
            new Token("model_api_key", "sk-", Signs.URL_SAFE, 20, 512),
            new WebToken(),
            new PrivateKeyBlock());

    private final List<String> terms;
    private final String replacement;
    private final TermPattern termPattern;
    /** By first character, for those of ASCII. */
    private final Pattern[][] detectors = new Pattern[128][];

    /**
     * @param terms to find as whole words; blank ones are left out
     * @param replacement what takes the place of a term; the rest have names of their own
     */
    public Guardrail(List<String> terms, String replacement) {
        this.terms = List.copyOf(terms);
        this.replacement = requireNonNull(replacement, "replacement is null");
        this.termPattern = new TermPattern(terms);
        for (char c = 0; c < detectors.length; c++) {
            var of = new ArrayList<Pattern>();
            for (var detector : DETECTORS) {
                if (detector.startsWith(c)) {
                    of.add(detector);
                }
            }
            detectors[c] = of.toArray(Pattern[]::new);
        }
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
        return first < 128 ? detectors[first] : detectors[0];
    }
}
