package ai.zavora.adapter.provider.openai;

import ai.zavora.adapter.provider.http.ProbeCall;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ProbeResult;

/** Looks at OpenAI or a compatible server by its list of models. */
public final class CompatibleProbe {
    private CompatibleProbe() {}

    /** One look, as {@link ai.zavora.core.llm.ProviderProbe} describes it. */
    public static ProbeResult look(CompatibleEndpoint endpoint, ProviderSettings settings) throws InterruptedException {
        var address = endpoint.at(settings.baseUrl(), "/models");
        var call = new ProbeCall(address, Bearer.headers(settings.apiKey()), "data", "id");
        try (var transport = endpoint.transport(settings)) {
            return call.send(transport, settings);
        }
    }
}
