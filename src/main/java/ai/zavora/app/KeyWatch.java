package ai.zavora.app;

import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import java.util.function.Consumer;

/** Tells when the provider refuses the key, whatever the request was for. As safe for several threads as its client. */
final class KeyWatch implements ModelClient {
    private final ModelClient client;
    private final Runnable refused;

    /**
     * @param client closed with this
     * @param refused run on the thread of the request, before the failure is passed on
     */
    KeyWatch(ModelClient client, Runnable refused) {
        this.client = client;
        this.refused = refused;
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        try {
            return client.generate(request, onDelta);
        } catch (ModelException failure) {
            if (failure.reason() == ModelException.Reason.CREDENTIAL_REFUSED) {
                refused.run();
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
