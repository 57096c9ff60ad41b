package ai.zavora.base.config;

import java.util.List;

/**
 * What is watched for in what goes to a model and what comes from it.
 *
 * @param terms to find as whole words
 * @param replacement what takes the place of a term
 */
public record GuardrailSettings(Mode input, Mode output, List<String> terms, String replacement) {
    public GuardrailSettings {
        terms = List.copyOf(terms);
    }

    /** What happens to a find. */
    public enum Mode {
        /** Nothing is looked for. */
        DISABLED,
        /** It is recorded. */
        OBSERVE,
        /** It stops the text as a whole. */
        BLOCK,
        /** It is replaced. */
        REDACT
    }

    /** Whether anything is looked for at all. */
    public boolean enabled() {
        return input != Mode.DISABLED || output != Mode.DISABLED;
    }
}
