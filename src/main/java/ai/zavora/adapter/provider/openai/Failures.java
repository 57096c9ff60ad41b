package ai.zavora.adapter.provider.openai;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException;
import java.util.Optional;

/** Words a failure seen inside a stream. */
@FunctionalInterface
interface Failures {
    /** @param body the provider's error, where it sent one */
    ModelException of(ModelException.Reason reason, Optional<JsonValue.Obj> body);
}
