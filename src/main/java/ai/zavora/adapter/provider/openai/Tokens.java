package ai.zavora.adapter.provider.openai;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Usage;

/** Reads token counts, in which OpenAI includes cached tokens in the input and reasoning in the output. */
final class Tokens {
    private Tokens() {}

    /** The {@code usage} of chat completions; a number that is missing is 0. */
    static Usage chat(JsonValue.Obj usage) {
        var cached = usage.object("prompt_tokens_details")
                .map(details -> count(details, "cached_tokens"))
                .orElseGet(() -> count(usage, "prompt_cache_hit_tokens"));
        var reasoning = usage.object("completion_tokens_details")
                .map(details -> count(details, "reasoning_tokens"))
                .orElse(0L);
        return split(
                count(usage, "prompt_tokens"),
                cached,
                outputWithReasoning(usage, count(usage, "completion_tokens"), reasoning),
                reasoning);
    }

    /** Some servers count reasoning beside the completion; the total tells. */
    private static long outputWithReasoning(JsonValue.Obj usage, long completion, long reasoning) {
        var beside = count(usage, "total_tokens") == count(usage, "prompt_tokens") + completion + reasoning;
        return beside ? completion + reasoning : completion;
    }

    /** The {@code usage} of responses. */
    static Usage responses(JsonValue.Obj usage) {
        var cached = usage.object("input_tokens_details")
                .map(details -> count(details, "cached_tokens"))
                .orElse(0L);
        var reasoning = usage.object("output_tokens_details")
                .map(details -> count(details, "reasoning_tokens"))
                .orElse(0L);
        return split(count(usage, "input_tokens"), cached, count(usage, "output_tokens"), reasoning);
    }

    private static Usage split(long input, long cached, long output, long reasoning) {
        return new Usage(input - cached, cached, 0, output - reasoning, Math.min(reasoning, output));
    }

    private static long count(JsonValue.Obj usage, String name) {
        return Math.max(0, usage.integer(name).orElse(0));
    }
}
