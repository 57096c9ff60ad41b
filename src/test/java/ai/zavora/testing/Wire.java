package ai.zavora.testing;

import ai.zavora.core.llm.Usage;
import java.util.Arrays;
import java.util.Optional;

/** The wire formats {@link ModelServer} speaks, told apart by the path of a request. */
public enum Wire {
    OPENAI_CHAT,
    OPENAI_RESPONSES,
    ANTHROPIC,
    GEMINI,
    OLLAMA;

    WireFormat format() {
        return switch (this) {
            case OPENAI_CHAT -> new OpenAiChatFormat();
            case OPENAI_RESPONSES -> new OpenAiResponsesFormat();
            case ANTHROPIC -> new AnthropicFormat();
            case GEMINI -> new GeminiFormat();
            case OLLAMA -> new OllamaFormat();
        };
    }

    static Optional<Wire> of(String path) {
        return Arrays.stream(values())
                .filter(wire -> wire.format().serves(path))
                .findFirst();
    }

    /** What is left of these token counts when they have gone over this wire. */
    public Usage reportable(Usage usage) {
        return switch (this) {
            case OPENAI_CHAT, OPENAI_RESPONSES, GEMINI ->
                new Usage(
                        usage.inputTokens() + usage.cacheWriteTokens(),
                        usage.cacheReadTokens(),
                        0,
                        usage.outputTokens(),
                        usage.reasoningTokens());
            case ANTHROPIC ->
                new Usage(
                        usage.inputTokens(),
                        usage.cacheReadTokens(),
                        usage.cacheWriteTokens(),
                        usage.outputTokens() + usage.reasoningTokens(),
                        0);
            case OLLAMA ->
                new Usage(
                        usage.inputTokens() + usage.cacheReadTokens() + usage.cacheWriteTokens(),
                        0,
                        0,
                        usage.outputTokens() + usage.reasoningTokens(),
                        0);
        };
    }

    /** Whether tool calls have ids on this wire. */
    public boolean carriesCallIds() {
        return this != GEMINI && this != OLLAMA;
    }

    /** Whether reasoning has an opaque part on this wire that must go back unchanged. */
    public boolean carriesSignatures() {
        return this == ANTHROPIC || this == OPENAI_RESPONSES || this == GEMINI;
    }

    /** Whether the provider of this wire filters content. */
    public boolean filtersContent() {
        return this != OLLAMA;
    }

    /** Whether an error on this wire says by a code, not by words only, that the prompt is too long. */
    public boolean namesContextOverflow() {
        return this != ANTHROPIC && this != GEMINI;
    }
}
