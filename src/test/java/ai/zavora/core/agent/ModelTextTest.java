package ai.zavora.core.agent;

import ai.zavora.adapter.tools.BuiltInTools;
import ai.zavora.base.json.Json;
import ai.zavora.testing.Golden;
import org.junit.jupiter.api.Test;

/** A change of what models are told shows as a change of a file. */
class ModelTextTest {

    @Test
    void modelsAreToldThis() {
        var text =
                new StringBuilder("# system\n" + SystemPrompt.ASSISTANT + "\n\n# compaction\n" + Compactor.INSTRUCTION);
        for (var tool : BuiltInTools.all()) {
            var spec = tool.spec();
            text.append("\n\n# tool ").append(spec.name()).append('\n').append(spec.description());
            text.append('\n').append(Json.writePretty(spec.inputSchema()));
        }

        Golden.check(getClass(), "model-text.txt", text.append('\n').toString());
    }
}
