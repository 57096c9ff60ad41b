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
    /** A line of a .env file, of a shell script or of other files of settings, whose names have dots and dashes, too. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(export\\s+)?([A-Za-z_][\\w.-]*)\\s*=(.*)");

    /** Some editors begin a file with it. */
    private static final String MARK = "\ufeff";

    /** In a shell a comment begins where a word does. */
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

    private Keys() {}

    /**
     * The key in a text of several lines, as a .env file is one: the only line that is neither blank, nor a comment, nor
     * sets another variable than the provider's.
     *
     * @param provider whose key it is to be
     * @throws ZavoraException INPUT, when there is none in it, or more than one; the message holds nothing of the text
     */
    static Secret ofLines(String text, ModelProvider provider) {
        var lines = (text.startsWith(MARK) ? text.substring(1) : text)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        var keys = lines.stream().filter(line -> !setsAnother(line, provider)).toList();
        if (keys.size() > 1) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "What was given has more than one line that may be a key for " + provider.displayName() + ".",
                    "Give the one key alone.");
        }
        return of(keys.isEmpty() ? lines.isEmpty() ? "" : lines.getFirst() : keys.getFirst(), provider);
    }

    private static boolean setsAnother(String line, ModelProvider provider) {
        var variables = Options.keyVariables(provider.id());
        var assignment = ASSIGNMENT.matcher(unquoted(line));
        return assignment.matches() && isMeant(assignment, variables) && !variables.contains(assignment.group(2));
    }

    /**
     * The key in a line that somebody gave: the line itself, or what is in quotes in it or assigned to the provider's
     * variable, as in a .env file.
     *
     * @param provider whose key it is to be
     * @throws ZavoraException INPUT, when there is none in it; the message holds nothing of the line
     */
    static Secret of(String line, ModelProvider provider) {
        var variables = Options.keyVariables(provider.id());
        var written = (line.startsWith(MARK) ? line.substring(1) : line).strip();
        var assignment = ASSIGNMENT.matcher(unquoted(written));
        if (assignment.matches() && isMeant(assignment, variables)) {
            if (!variables.contains(assignment.group(2))) {
                throw new ZavoraException(
                        ErrorKind.INPUT,
                        "What was given sets another variable than " + String.join(" or ", variables)
                                + ", and is not kept as a key for " + provider.displayName() + ".",
                        "Give the key alone, or name the provider whose variable it is.");
            }
            written = assignment.group(3).strip();
        }
        var text = unquoted(withoutComment(written));
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

    /** Without what stands behind a number sign; what is in quotes is another matter. */
    private static String withoutComment(String text) {
        return text.startsWith("\"") || text.startsWith("'")
                ? text
                : COMMENT.matcher(text).replaceFirst("").strip();
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
     * a quote is left of a cut-off line, brackets are of files in another form, and an address is none, though it may hold
     * a password.
     */
    private static boolean plausible(String text) {
        return !text.isEmpty()
                && !text.contains("://")
                && text.chars().allMatch(c -> c > ' ' && c < 127 && "\"'`$;[]{}<>".indexOf(c) < 0);
    }
}
