package ai.zavora.adapter.provider.ollama;

import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.testing.ModelClientContract;
import ai.zavora.testing.Wire;

final class OllamaClientTest extends ModelClientContract {
    @Override
    protected ModelClient open(ProviderSettings settings) {
        return new OllamaClient(settings);
    }

    @Override
    protected Wire wire() {
        return Wire.OLLAMA;
    }
}
