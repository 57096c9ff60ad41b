package ai.zavora.surface.cli.syntax;

import ai.zavora.base.config.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the words that name a command among options, which may stand before, between and behind them. It must agree with
 * {@link ArgumentParser} on which words are values of options.
 */
public final class CommandWords {
    private final List<String> rest;
    private int position;

    public CommandWords(List<String> arguments) {
        this.rest = new ArrayList<>(arguments);
    }

    /** The next word that is no option and no value of one; empty at the end of the options. */
    public Optional<String> peek() {
        while (position < rest.size()) {
            var word = rest.get(position);
            if (word.equals("--")) {
                return Optional.empty();
            }
            if (!word.startsWith("-") || word.equals("-")) {
                return Optional.of(word);
            }
            position += takesNext(word) ? 2 : 1;
        }
        return Optional.empty();
    }

    private static boolean takesNext(String flag) {
        return Options.ofFlag(flag).filter(option -> option.takesValue()).isPresent();
    }

    /** Takes the word that {@link #peek} saw out of the line. */
    public void take() {
        rest.remove(position);
    }

    /** What was not taken, in order. */
    public List<String> rest() {
        return List.copyOf(rest);
    }
}
