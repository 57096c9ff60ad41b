package ai.zavora.base.text;

import java.util.List;

/** Tells texts that may be keys, which people give in the wrong place, from names and other words. Pure. */
public final class KeyLike {
    /** How keys of providers and of what stands before them begin; names of models that do are in a folder. */
    private static final List<String> BEGINNINGS =
            List.of("sk-", "sk_", "gsk_", "gsk-", "aiza", "xai-", "hf_", "pk-", "ghp_");

    /**
     * How credentials of other issuers begin, in these letters only: those that the guardrail knows. Names of
     * models may begin so, too, and are no keys for that alone.
     */
    private static final List<String> ISSUED = List.of(
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "gldt-",
            "glrt-",
            "glptt-",
            "glcbt-",
            "glsoat-",
            "glagent-",
            "xoxb-",
            "xoxa-",
            "xoxp-",
            "xoxr-",
            "xoxs-",
            "xoxe-",
            "xapp-",
            "GOCSPX-",
            "pplx-",
            "nvapi-",
            "csk-",
            "r8_",
            "rk_live_",
            "rk_test_",
            "whsec_",
            "npm_",
            "pypi-",
            "dckr_pat_",
            "dop_v1_",
            "shpat_");

    /** The same of those with parts between dots; the last are tokens of RFC 7519. */
    private static final List<String> IN_PARTS = List.of("SG.", "ya29.", "hvs.", "eyJ");

    private static final String HEADER = "bearer ";

    /** Names of models are shorter, or have parts. */
    private static final int LONG = 32;

    /** No key of a provider is shorter. */
    private static final int SHORTEST = 20;

    /** What is random in it is as long at least; parts of names are shorter, or all letters. */
    private static final int BODY = 10;

    private static final String GOOGLE = "AIza";

    /** Of all keys that begin so. */
    private static final int GOOGLE_LENGTH = 39;

    private KeyLike() {}

    /** Whether the text looks like a key, so that it must not be kept as anything else, nor shown. */
    public static boolean test(String text) {
        if (((begins(text) || isKeyAmongWords(text)) && text.indexOf('/') < 0)
                || text.regionMatches(true, 0, HEADER, 0, HEADER.length())) {
            return true;
        }
        return text.length() >= LONG
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')
                && text.chars().anyMatch(Character::isDigit)
                && text.chars().anyMatch(Character::isLetter);
    }

    private static boolean begins(String word) {
        for (var beginning : BEGINNINGS) {
            if (word.regionMatches(true, 0, beginning, 0, beginning.length())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a word of a sentence is a key, where ids of sessions, sums of files and names like {@code sk-learn} stand,
     * too: it begins as keys do, is as long, and has a long part with digits in it; no name begins as those of Google do,
     * in which hyphens may stand anywhere.
     */
    static boolean isKeyAmongWords(String word) {
        return (word.length() >= SHORTEST && (begins(word) || isIssued(word)) && hasBody(word))
                || (word.length() >= GOOGLE_LENGTH && word.startsWith(GOOGLE));
    }

    private static boolean isIssued(String word) {
        return isAwsId(word)
                || ISSUED.stream().anyMatch(word::startsWith)
                || (word.indexOf('.') >= 0 && IN_PARTS.stream().anyMatch(word::startsWith));
    }

    /** Those of Amazon Web Services are of one length, so that words that begin so are told from them. */
    private static boolean isAwsId(String word) {
        return word.length() == SHORTEST
                && (word.startsWith("AKIA") || word.startsWith("ASIA"))
                && word.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }

    /** Whether a word that a dot follows may be the first part of a key: it ends as one begins, or holds its beginning. */
    static boolean mayBeFirstPart(String word) {
        return IN_PARTS.stream()
                .anyMatch(begin -> begin.endsWith(".") ? (word + ".").endsWith(begin) : word.contains(begin));
    }

    /** Whether letters and digits in a row are so many, with a digit among them. */
    private static boolean hasBody(String word) {
        var length = 0;
        var hasDigit = false;
        for (var at = 0; at < word.length(); at++) {
            var c = word.charAt(at);
            var isDigit = c >= '0' && c <= '9';
            if (!isDigit && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) {
                length = 0;
                hasDigit = false;
                continue;
            }
            length++;
            hasDigit |= isDigit;
            if (hasDigit && length >= BODY) {
                return true;
            }
        }
        return false;
    }

    /** The text as a message repeats it, in quotes; nothing of one that looks like a key. */
    public static String quoted(String text) {
        return test(text.strip()) ? "what looks like a key" : "'" + text + "'";
    }
}
