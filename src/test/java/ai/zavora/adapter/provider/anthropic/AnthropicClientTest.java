package ai.zavora.adapter.provider.anthropic;

import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.testing.ModelClientContract;
import ai.zavora.testing.Wire;

final class AnthropicClientTest extends ModelClientContract {
    @Override
    protected ModelClient open(ProviderSettings settings) {
        return new AnthropicClient(settings);
    }

    @Override
    protected Wire wire() {
        return Wire.ANTHROPIC;
    }
}
