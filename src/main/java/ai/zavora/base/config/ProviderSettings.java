package ai.zavora.base.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a model client is opened with.
 *
 * @param apiKey the credential; empty where the provider needs none
 * @param baseUrl an address in place of the provider's own, in the form its vendor's SDK takes
 * @param modelFolder where local models are installed
 * @param openAiApi the protocol spoken to OpenAI; means nothing to other providers
 */
public record ProviderSettings(
        Optional<Secret> apiKey,
        Optional<String> baseUrl,
        ModelLimits limits,
        NetworkSettings network,
        Path modelFolder,
        ModelSettings.OpenAiApi openAiApi) {

    /** The same with another credential. */
    public ProviderSettings withKey(Secret key) {
        return new ProviderSettings(Optional.of(key), baseUrl, limits, network, modelFolder, openAiApi);
    }

    /** The same with another address. */
    public ProviderSettings withBaseUrl(String url) {
        return new ProviderSettings(apiKey, Optional.of(url), limits, network, modelFolder, openAiApi);
    }
}
