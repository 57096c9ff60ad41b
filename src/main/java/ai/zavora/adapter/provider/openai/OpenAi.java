package ai.zavora.adapter.provider.openai;

import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelClient;
import java.net.URI;
import java.util.Locale;

/** Chooses how to talk to OpenAI, or to what stands in for it. */
public final class OpenAi {
    private OpenAi() {}

    /**
     * A client for the responses format at OpenAI's own addresses and for chat completions at any other, since most
     * compatible servers have only that.
     *
     * @param settings a base URL is taken with the version, as {@code OPENAI_BASE_URL} is
     */
    public static ModelClient open(ProviderSettings settings) {
        return switch (settings.openAiApi()) {
            case RESPONSES -> new ResponsesClient(settings);
            case CHAT -> chat(settings);
            case AUTO ->
                settings.baseUrl().map(OpenAi::isOpenAi).orElse(true) ? new ResponsesClient(settings) : chat(settings);
        };
    }

    private static ModelClient chat(ProviderSettings settings) {
        return new ChatCompletionsClient(CompatibleEndpoints.OPENAI, settings);
    }

    private static boolean isOpenAi(String baseUrl) {
        try {
            var host = URI.create(baseUrl.strip()).getHost();
            return host != null && host.toLowerCase(Locale.ROOT).matches("(?:[a-z0-9-]+\\.)?api\\.openai\\.com");
        } catch (IllegalArgumentException e) {
            // the chat client reports it
            return false;
        }
    }
}
