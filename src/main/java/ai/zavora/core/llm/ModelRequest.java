package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import ai.zavora.core.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything a model needs for one reply.
 *
 * @param model the model's name as its provider spells it
 * @param system the system text; empty for none
 * @param messages the conversation, oldest first; every tool use is followed by its output
 * @param tools the tools on offer; may be empty
 * @param maxOutputTokens an upper bound on the reply; empty for the provider's own
 */
public record ModelRequest(
        String model,
        Optional<String> system,
        List<Message> messages,
        List<ToolSpec> tools,
        OptionalInt maxOutputTokens) {
    public ModelRequest {
        requireNonNull(model, "model is null");
        requireNonNull(system, "system is null");
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        requireNonNull(maxOutputTokens, "maxOutputTokens is null");
    }
}
