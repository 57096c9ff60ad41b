package ai.zavora.adapter.telemetry.otel;

import ai.zavora.core.llm.Usage;
import io.opentelemetry.api.trace.Span;

/** Tokens as the conventions count them: cached ones are input too, and reasoning is output too. */
final class Tokens {
    private Tokens() {}

    static long input(Usage usage) {
        return usage.sentTokens();
    }

    static long output(Usage usage) {
        return usage.generatedTokens();
    }

    /** Writes them to a span. */
    static void put(Span span, Usage usage) {
        span.setAttribute("gen_ai.usage.input_tokens", input(usage));
        span.setAttribute("gen_ai.usage.output_tokens", output(usage));
        putUnlessZero(span, "gen_ai.usage.cache_read.input_tokens", usage.cacheReadTokens());
        putUnlessZero(span, "gen_ai.usage.cache_creation.input_tokens", usage.cacheWriteTokens());
        putUnlessZero(span, "gen_ai.usage.reasoning.output_tokens", usage.reasoningTokens());
    }

    private static void putUnlessZero(Span span, String name, long count) {
        if (count > 0) {
            span.setAttribute(name, count);
        }
    }
}
