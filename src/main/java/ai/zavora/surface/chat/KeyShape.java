package ai.zavora.surface.chat;

import java.util.regex.Pattern;

/** Recognises lines that seem to hold a credential, so that they are not kept. Rather one too many than one too few. */
final class KeyShape {
    // prefixes as the issuers document them; then assignments; then any long word that mixes cases and digits
    private static final Pattern SHAPES = Pattern.compile("\\b(sk|rk|pk)[-_][A-Za-z0-9_-]{8,}"
            + "|\\bAIza[A-Za-z0-9_-]{20,}"
            + "|\\b(gsk|ghp|gho|ghs|ghu|github_pat|glpat|hf|npm)[-_][A-Za-z0-9_-]{10,}"
            + "|\\bxox[a-z]-[A-Za-z0-9-]{8,}"
            + "|\\b(AKIA|ASIA)[A-Z0-9]{12,}"
            + "|\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"
            + "|-----BEGIN [A-Z ]*PRIVATE KEY"
            + "|(?i:\\bbearer\\s+[A-Za-z0-9._~+/-]{12,})"
            + "|(?i:(key|token|secret|passw(or)?d)[\"']?\\s*[=:]\\s*[\"']?\\S{6,})"
            + "|(?=[A-Za-z0-9_-]*[a-z])(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{32,}");

    private KeyShape() {}

    static boolean isIn(String line) {
        return SHAPES.matcher(line).find();
    }
}
