package ai.zavora.adapter.provider;

import ai.zavora.adapter.provider.anthropic.AnthropicClient;
import ai.zavora.adapter.provider.gemini.GeminiClient;
import ai.zavora.adapter.provider.local.LocalModelClient;
import ai.zavora.adapter.provider.ollama.OllamaClient;
import ai.zavora.adapter.provider.openai.ChatCompletionsClient;
import ai.zavora.adapter.provider.openai.CompatibleEndpoints;
import ai.zavora.adapter.provider.openai.OpenAi;
import ai.zavora.core.llm.ModelProvider;
import java.util.List;
import java.util.Optional;

/**
 * The list of all providers: a new one is added here. Clients are made by lambdas, not by constructor references, so that
 * listing the providers loads none of their classes.
 */
public final class Providers {

    private static final List<ModelProvider> ALL =
            List.of(openai(), anthropic(), gemini(), deepseek(), groq(), ollama(), local());

    private Providers() {}

    /** All providers in the order in which {@code auto} looks for their credentials. */
    public static List<ModelProvider> all() {
        return ALL;
    }

    /**
     * The provider of that name, in any case of letters; empty when there is none. {@code auto} is none: it is a way to
     * choose one.
     */
    public static Optional<ModelProvider> named(String name) {
        return ALL.stream()
                .filter(provider -> provider.id().equalsIgnoreCase(name.strip()))
                .findFirst();
    }

    /**
     * Refuses a model name that cannot be meant for the provider: blank, retired, or known as another provider's.
     * Unknown names pass. Not to be asked when the provider has a custom base URL, since a gateway names models as it
     * likes.
     *
     * @throws ai.zavora.base.error.ZavoraException of kind INPUT, which names the model, the provider and its owner
     */
    public static void checkModel(ModelProvider provider, String model) {
        new ModelNames(ALL).check(provider, model);
    }

    private static ModelProvider openai() {
        return new ModelProvider(
                "openai",
                "OpenAI",
                Optional.of("OPENAI_API_KEY"),
                Optional.of("OPENAI_BASE_URL"),
                OpenAiModels.WORKER,
                OpenAiModels.PLANNER,
                OpenAiModels.ALL,
                ContextWindows.OPENAI::of,
                settings -> OpenAi.open(settings));
    }

    private static ModelProvider deepseek() {
        return new ModelProvider(
                "deepseek",
                "DeepSeek",
                Optional.of("DEEPSEEK_API_KEY"),
                Optional.of("DEEPSEEK_BASE_URL"),
                "deepseek-chat",
                "deepseek-reasoner",
                VendorModels.DEEPSEEK,
                ContextWindows.DEEPSEEK::of,
                settings -> new ChatCompletionsClient(CompatibleEndpoints.DEEPSEEK, settings));
    }

    private static ModelProvider groq() {
        return new ModelProvider(
                "groq",
                "Groq",
                Optional.of("GROQ_API_KEY"),
                Optional.of("GROQ_BASE_URL"),
                "llama-3.3-70b-versatile",
                "llama-3.3-70b-versatile",
                VendorModels.GROQ,
                ContextWindows.GROQ::of,
                settings -> new ChatCompletionsClient(CompatibleEndpoints.GROQ, settings));
    }

    private static ModelProvider anthropic() {
        return new ModelProvider(
                "anthropic",
                "Anthropic",
                Optional.of("ANTHROPIC_API_KEY"),
                Optional.of("ANTHROPIC_BASE_URL"),
                "claude-sonnet-4-20250514",
                "claude-opus-4-6",
                VendorModels.ANTHROPIC,
                ContextWindows.ANTHROPIC::of,
                settings -> new AnthropicClient(settings));
    }

    private static ModelProvider gemini() {
        return new ModelProvider(
                "gemini",
                "Gemini",
                Optional.of("GOOGLE_API_KEY"),
                Optional.of("GOOGLE_GEMINI_BASE_URL"),
                "gemini-2.5-flash",
                "gemini-2.5-pro",
                VendorModels.GEMINI,
                ContextWindows.GEMINI::of,
                settings -> new GeminiClient(settings));
    }

    private static ModelProvider ollama() {
        return new ModelProvider(
                "ollama",
                "Ollama",
                Optional.empty(),
                Optional.of("OLLAMA_HOST"),
                "llama4",
                "qwen2.5-coder",
                VendorModels.OLLAMA,
                ContextWindows.OLLAMA::of,
                settings -> new OllamaClient(settings));
    }

    private static ModelProvider local() {
        return new ModelProvider(
                "local",
                "Local",
                Optional.empty(),
                Optional.empty(),
                VendorModels.LOCAL_DEFAULT,
                VendorModels.LOCAL_DEFAULT,
                VendorModels.LOCAL,
                ContextWindows.LOCAL::of,
                settings -> new LocalModelClient(settings));
    }
}
