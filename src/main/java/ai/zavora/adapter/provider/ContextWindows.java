package ai.zavora.adapter.provider;

import ai.zavora.adapter.provider.local.LocalModelClient;
import java.util.List;

/**
 * The context windows of a provider's models by the beginnings of their names, so that a model newer than its catalogue
 * gets the window of its family. Pure.
 *
 * @param rules the first whose prefix fits holds
 * @param fallback tokens, for names that no rule fits
 */
record ContextWindows(List<Rule> rules, long fallback) {

    /** The window, in tokens, of the models whose names begin with the prefix. */
    record Rule(String prefix, long tokens) {}

    static final ContextWindows OPENAI = new ContextWindows(
            List.of(
                    new Rule("gpt-4.1", 1_000_000),
                    new Rule("gpt-5", 400_000),
                    new Rule("o4-mini", 200_000),
                    new Rule("o3", 200_000),
                    // as published by OpenAI for these older models
                    new Rule("gpt-4o", 128_000),
                    new Rule("gpt-4.5", 128_000),
                    new Rule("o1-mini", 128_000),
                    new Rule("o1-preview", 128_000),
                    new Rule("o1", 200_000),
                    new Rule("codex-mini", 200_000)),
            1_000_000);

    static final ContextWindows ANTHROPIC = new ContextWindows(
            List.of(
                    new Rule("claude-opus-4-6", 1_000_000),
                    new Rule("claude-opus-4-7", 1_000_000),
                    new Rule("claude-sonnet-4", 1_000_000),
                    // as published by Anthropic for these older models
                    new Rule("claude-3", 200_000),
                    new Rule("claude-haiku-4", 200_000),
                    new Rule("claude-opus-4-0", 200_000),
                    new Rule("claude-opus-4-1", 200_000),
                    new Rule("claude-opus-4-2", 200_000),
                    new Rule("claude-opus-4-5", 200_000)),
            1_000_000);

    static final ContextWindows GEMINI = new ContextWindows(List.of(), 1_048_576);

    static final ContextWindows DEEPSEEK = new ContextWindows(List.of(), 128_000);

    static final ContextWindows GROQ =
            new ContextWindows(List.of(new Rule("deepseek-r1-distill-llama-70b", 128_000)), 131_072);

    static final ContextWindows OLLAMA = new ContextWindows(List.of(), 128_000);

    /** The most that the local engine sets up; a model trained with less has less. */
    static final ContextWindows LOCAL = new ContextWindows(List.of(), LocalModelClient.MAX_CONTEXT);

    ContextWindows {
        rules = List.copyOf(rules);
    }

    /** The window of a model, in tokens. */
    long of(String model) {
        return rules.stream()
                .filter(rule -> model.startsWith(rule.prefix()))
                .mapToLong(Rule::tokens)
                .findFirst()
                .orElse(fallback);
    }
}
