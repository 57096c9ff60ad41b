package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ProbeResult;
import java.time.Duration;
import java.util.Optional;

/** Tries a provider with a key or an address that is not saved yet. */
final class Verification {

    /** A server on this machine answers at once or is not there. */
    private static final Duration GLANCE = Duration.ofMillis(800);

    private final Settings settings;
    private final SetupMeans means;

    Verification(Settings settings, SetupMeans means) {
        this.settings = settings;
        this.means = means;
    }

    /** A cloud provider with a key that was given. */
    ProbeResult withKey(ModelProvider provider, Secret key) throws InterruptedException {
        return means.probe().probe(provider, settings.provider(provider.id()).withKey(key, "what was given"));
    }

    /** A cloud provider with the key that it has. */
    ProbeResult withItsKey(ModelProvider provider) throws InterruptedException {
        return means.probe().probe(provider, means.credentials().access(provider));
    }

    /** An Ollama server at an address. */
    ProbeResult at(ModelProvider provider, String host) throws InterruptedException {
        return means.probe().probe(provider, settings.provider(provider.id()).withBaseUrl(host));
    }

    /** A quick look at a provider as it is configured. */
    ProbeResult glance(ModelProvider provider) throws InterruptedException {
        var told = settings.provider(provider.id());
        var limits = new ModelLimits(GLANCE, GLANCE, GLANCE, GLANCE, 1, GLANCE);
        return means.probe()
                .probe(
                        provider,
                        new ProviderSettings(
                                told.apiKey(),
                                told.baseUrl(),
                                limits,
                                told.network(),
                                told.modelFolder(),
                                told.openAiApi()));
    }

    /** What went wrong, for people; empty when nothing did. */
    static Optional<String> problem(ProbeResult result) {
        return result.failure().map(ModelException::getMessage).map(ControlFilter::line);
    }
}
