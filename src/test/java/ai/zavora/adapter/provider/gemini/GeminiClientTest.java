package ai.zavora.adapter.provider.gemini;

import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.testing.ModelClientContract;
import ai.zavora.testing.Wire;

final class GeminiClientTest extends ModelClientContract {
    @Override
    protected ModelClient open(ProviderSettings settings) {
        return new GeminiClient(settings);
    }

    @Override
    protected Wire wire() {
        return Wire.GEMINI;
    }
}
