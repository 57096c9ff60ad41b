package ai.zavora.adapter.provider;

import ai.zavora.adapter.provider.anthropic.AnthropicClient;
import ai.zavora.adapter.provider.gemini.GeminiClient;
import ai.zavora.adapter.provider.ollama.OllamaServer;
import ai.zavora.adapter.provider.openai.CompatibleEndpoints;
import ai.zavora.adapter.provider.openai.CompatibleProbe;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.llm.ProviderProbe;

/**
 * The probe of each provider that is a server: a new one is added here as it is in {@link Providers}. Of those that run in
 * the process, it is the model that is there or not.
 */
public final class Probes implements ProviderProbe {

    @Override
    public ProbeResult probe(ModelProvider provider, ProviderSettings settings) throws InterruptedException {
        return switch (provider.id()) {
            case "openai" -> CompatibleProbe.look(CompatibleEndpoints.OPENAI, settings);
            case "deepseek" -> CompatibleProbe.look(CompatibleEndpoints.DEEPSEEK, settings);
            case "groq" -> CompatibleProbe.look(CompatibleEndpoints.GROQ, settings);
            case "anthropic" -> AnthropicClient.probe(settings);
            case "gemini" -> GeminiClient.probe(settings);
            case "ollama" -> OllamaServer.probe(settings);
            default -> throw new IllegalArgumentException("no probe for " + provider.id());
        };
    }
}
