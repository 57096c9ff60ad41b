package ai.zavora.adapter.provider.openai;

import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.testing.ModelClientContract;
import ai.zavora.testing.Wire;

class ResponsesClientTest extends ModelClientContract {

    @Override
    protected ModelClient open(ProviderSettings settings) {
        return new ResponsesClient(settings);
    }

    @Override
    protected Wire wire() {
        return Wire.OPENAI_RESPONSES;
    }
}
