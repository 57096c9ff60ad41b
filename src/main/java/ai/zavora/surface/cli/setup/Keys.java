package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.Options;
import ai.zavora.base.config.Secret;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.ModelProvider;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What may be a key. */
final class Keys {
    /** A line of a .env file or of a shell script. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(export\\s+)?([A-Za-z_]\\w*)\\s*=(.*)");

    private Keys() {}

    /**
     * The key in a line that somebody gave: the line itself, or what is in quotes in it or assigned to the provider's
     * variable, as in a .env file.
     *
     * @param provider whose key it is to be
     * @throws ZavoraException INPUT, when there is none in it; the message holds nothing of the line
     */
    static Secret of(String line, ModelProvider provider) {
        var variables = Options.keyVariables(provider.id());
        // some editors begin a file with this mark
        var text = unquoted((line.startsWith("\ufeff") ? line.substring(1) : line).strip());
        var assignment = ASSIGNMENT.matcher(text);
        if (assignment.matches() && isMeant(assignment, variables)) {
            if (!variables.contains(assignment.group(2))) {
                throw new ZavoraException(
                        ErrorKind.INPUT,
                        "What was given sets another variable than " + String.join(" or ", variables)
                                + ", and is not kept as a key for " + provider.displayName() + ".",
                        "Give the key alone, or name the provider whose variable it is.");
            }
            text = unquoted(assignment.group(3).strip());
        }
        if (!plausible(text)) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "What was given is not a key.",
                    "Give the key alone on one line: it has no blanks and only plain letters, digits and signs.");
        }
        return new Secret(text);
    }

    /** A key may end in {@code =}, as what is in base 64 does. */
    private static boolean isMeant(MatchResult assignment, List<String> variables) {
        return assignment.group(1) != null
                || variables.contains(assignment.group(2))
                || !assignment.group(3).chars().allMatch(c -> c == '=');
    }

    /** What is in quotes, without a comment behind them. */
    private static String unquoted(String text) {
        if (text.isEmpty() || (text.charAt(0) != '"' && text.charAt(0) != '\'')) {
            return text;
        }
        var end = text.indexOf(text.charAt(0), 1);
        var rest = end < 0 ? text : text.substring(end + 1).strip();
        return rest.isEmpty() || rest.startsWith("#") ? text.substring(1, end).strip() : text;
    }

    /**
     * Whether the text can be sent as a key at all: visible ASCII without blanks. What a shell would replace is none yet,
     * and a quote is left of a cut-off line.
     */
    private static boolean plausible(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127 && "\"'`$;".indexOf(c) < 0);
    }
}
