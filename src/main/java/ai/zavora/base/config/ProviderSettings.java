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
 * @param keySource where the credential comes from, for people, who are told it when it is refused; empty where that is not
 *     known
 */
public record ProviderSettings(
        Optional<Secret> apiKey,
        Optional<String> baseUrl,
        ModelLimits limits,
        NetworkSettings network,
        Path modelFolder,
        ModelSettings.OpenAiApi openAiApi,
        Optional<String> keySource) {

    /** The same, where nobody knows the place of the credential. */
    public ProviderSettings(
            Optional<Secret> apiKey,
            Optional<String> baseUrl,
            ModelLimits limits,
            NetworkSettings network,
            Path modelFolder,
            ModelSettings.OpenAiApi openAiApi) {
        this(apiKey, baseUrl, limits, network, modelFolder, openAiApi, Optional.empty());
    }

    /**
     * The same with another credential.
     *
     * @param source where it comes from
     */
    public ProviderSettings withKey(Secret key, String source) {
        return new ProviderSettings(
                Optional.of(key), baseUrl, limits, network, modelFolder, openAiApi, Optional.of(source));
    }

    /** The same with another address. */
    public ProviderSettings withBaseUrl(String url) {
        return new ProviderSettings(apiKey, Optional.of(url), limits, network, modelFolder, openAiApi, keySource);
    }
}
