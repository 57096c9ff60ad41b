package ai.zavora.surface.cli.completion;

import java.util.List;

/**
 * A command as completion sees it.
 *
 * @param path its words; empty for the program itself
 * @param words what can follow it: commands below it, or the choices of its operand
 * @param options those of this command alone
 */
public record CompletionNode(String path, List<Word> words, List<CompletedFlag> options) {
    public CompletionNode {
        words = List.copyOf(words);
        options = List.copyOf(options);
    }

    /** Something to complete to, and what it means. */
    public record Word(String text, String meaning) {}
}
