package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import java.util.Optional;

/** One piece of a {@link Message}. */
public sealed interface Part {

    /** Plain text, as shown to people. */
    record Text(String text) implements Part {
        public Text {
            requireNonNull(text, "text is null");
        }
    }

    /**
     * What a model thought before it answered.
     *
     * @param text the readable part; may be empty when the provider keeps it sealed
     * @param providerData signatures or encrypted blocks, in the provider's own JSON, sent back unchanged to the same
     *     provider and to no other
     */
    record Reasoning(String text, Optional<ProviderData> providerData) implements Part {
        public Reasoning {
            requireNonNull(text, "text is null");
            requireNonNull(providerData, "providerData is null");
        }
    }

    /**
     * An image for the model to look at.
     *
     * @param mimeType for example {@code image/png}
     * @param base64 the image's bytes in standard Base64
     */
    record Image(String mimeType, String base64) implements Part {
        public Image {
            requireNonNull(mimeType, "mimeType is null");
            requireNonNull(base64, "base64 is null");
        }
    }

    /**
     * The model asks for a tool call.
     *
     * @param id unique within the session; adapters make one up where the wire has none
     * @param name the tool's name as the model wrote it; it may not exist
     * @param input the arguments; when the model wrote something that is no JSON object the adapter keeps it as a
     *     string value, which the tool gate then refuses with an explanation to the model
     * @param providerData opaque data bound to this call (Gemini's thought signature), sent back unchanged
     */
    record ToolUse(String id, String name, JsonValue input, Optional<ProviderData> providerData) implements Part {
        public ToolUse {
            requireNonNull(id, "id is null");
            requireNonNull(name, "name is null");
            requireNonNull(input, "input is null");
            requireNonNull(providerData, "providerData is null");
        }
    }

    /**
     * The outcome of a tool call, told to the model.
     *
     * @param callId the {@link ToolUse#id()} it answers
     * @param name the tool's name
     * @param output what the tool returned, or an object with a string {@code error}
     * @param failed whether the call failed
     */
    record ToolOutput(String callId, String name, JsonValue.Obj output, boolean failed) implements Part {
        public ToolOutput {
            requireNonNull(callId, "callId is null");
            requireNonNull(name, "name is null");
            requireNonNull(output, "output is null");
        }
    }

    /**
     * JSON that only one provider understands and that must go back to it byte for byte.
     *
     * @param provider the provider's lowercase name; an adapter ignores data of any other
     */
    record ProviderData(String provider, JsonValue data) {
        public ProviderData {
            requireNonNull(provider, "provider is null");
            requireNonNull(data, "data is null");
        }
    }
}
