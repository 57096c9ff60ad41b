package ai.zavora.adapter.provider.http;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException;
import java.util.Optional;

/** Words a failure that an assembler saw inside a stream; {@link ModelTransport#failures} makes one. */
@FunctionalInterface
public interface Failures {
    /** @param body the provider's error, where it sent one */
    ModelException of(ModelException.Reason reason, Optional<JsonValue.Obj> body);
}
