package ai.zavora.core.llm;

import ai.zavora.base.config.ProviderSettings;

/** Asks a provider, once and cheaply, whether it is there and takes our credential. */
@FunctionalInterface
public interface ProviderProbe {

    /**
     * One look at a provider: a small GET. Nothing is tried twice. Ends within about ten seconds, sooner where the settings
     * allow less time to connect.
     *
     * @param provider one of the providers this program has, but for the one whose models run in the process
     * @param settings key and address to try
     * @return what was found; failures of the provider are part of it
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the address or the certificate file cannot be used
     * @throws InterruptedException when the calling thread was interrupted; the connection is closed
     */
    ProbeResult probe(ModelProvider provider, ProviderSettings settings) throws InterruptedException;
}
