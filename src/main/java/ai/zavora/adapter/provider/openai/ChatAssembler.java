package ai.zavora.adapter.provider.openai;

import ai.zavora.adapter.provider.http.Failures;
import ai.zavora.adapter.provider.http.ReplyAssembler;
import ai.zavora.adapter.provider.http.StreamEvent;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts a reply together from the chunks of chat completions. Lenient: compatible servers leave much out. */
final class ChatAssembler implements ReplyAssembler {
    private static final String END = "[DONE]";

    private final Failures failures;
    private final StreamedText text = new StreamedText();
    private final CallFragments calls = new CallFragments();
    private String model;
    private Usage usage = Usage.NONE;
    private Optional<StopReason> stopReason = Optional.empty();
    private boolean ended;

    /** @param asked the model asked for, until the server names the one that answers */
    ChatAssembler(String asked, Failures failures) {
        this.model = asked;
        this.failures = failures;
    }

    @Override
    public boolean accept(StreamEvent event, Consumer<ModelDelta> onDelta) throws JsonException {
        if (event.data().strip().equals(END)) {
            ended = true;
            return true;
        }
        var chunk = Json.parseObject(event.data());
        if (isError(chunk, event)) {
            throw failures.of(OpenAiErrors.inStream(chunk), Optional.of(chunk));
        }
        chunk.string("model").filter(name -> !name.isEmpty()).ifPresent(name -> model = name);
        chunk.object("usage")
                .or(() -> chunk.object("x_groq").flatMap(groq -> groq.object("usage")))
                .ifPresent(counts -> usage = Tokens.chat(counts));
        for (var choice : chunk.array("choices")) {
            // only one choice was asked for
            if (choice instanceof JsonValue.Obj object
                    && object.integer("index").orElse(0) == 0) {
                choice(object, onDelta);
            }
        }
        return false;
    }

    private static boolean isError(JsonValue.Obj chunk, StreamEvent event) {
        return chunk.object("error").isPresent()
                || chunk.string("error").isPresent()
                || event.name().equals("error");
    }

    private void choice(JsonValue.Obj choice, Consumer<ModelDelta> onDelta) {
        // a server that does not stream sends the whole message in one chunk
        var delta = choice.object("delta").or(() -> choice.object("message")).orElse(JsonValue.Obj.EMPTY);
        delta.string("reasoning_content")
                .or(() -> delta.string("reasoning"))
                .ifPresent(piece -> text.reasoning(piece, onDelta));
        delta.get("content").ifPresent(content -> content(content, onDelta));
        delta.string("refusal").ifPresent(piece -> text.text(piece, onDelta));
        for (var call : delta.array("tool_calls")) {
            if (call instanceof JsonValue.Obj fragment) {
                calls.add(fragment, onDelta);
            }
        }
        choice.string("finish_reason").filter(reason -> !reason.isEmpty()).ifPresent(reason -> {
            stopReason = Optional.of(stopReason(reason));
        });
    }

    private void content(JsonValue content, Consumer<ModelDelta> onDelta) {
        switch (content) {
            case JsonValue.Str(var piece) -> text.text(piece, onDelta);
            case JsonValue.Arr(var items) -> {
                for (var item : items) {
                    if (item instanceof JsonValue.Obj object) {
                        object.string("text").ifPresent(piece -> text.text(piece, onDelta));
                    }
                }
            }
            case JsonValue.Obj _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> {
                // null goes with tool calls; nothing else is known
            }
        }
    }

    private static StopReason stopReason(String reason) {
        return switch (reason) {
            case "tool_calls", "function_call" -> StopReason.TOOL_USE;
            case "length", "model_length" -> StopReason.MAX_TOKENS;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            // DeepSeek's word, and that of OpenRouter and Mistral
            case "insufficient_system_resource", "error" -> StopReason.OTHER;
            // "stop", and the words of servers that say why it stopped, such as "eos"
            default -> StopReason.COMPLETE;
        };
    }

    @Override
    public ModelReply finish() {
        if (!ended && stopReason.isEmpty()) {
            throw failures.of(Reason.STREAM_BROKEN, Optional.empty());
        }
        var parts = new ArrayList<Part>(text.parts());
        parts.addAll(calls.parts());
        return new ModelReply(parts, finalStopReason(), usage, model);
    }

    /** Some servers say "stop" after tool calls, or nothing. */
    private StopReason finalStopReason() {
        var reason = stopReason.orElse(StopReason.COMPLETE);
        return switch (reason) {
            case COMPLETE, TOOL_USE -> calls.isEmpty() ? StopReason.COMPLETE : StopReason.TOOL_USE;
            case MAX_TOKENS, CONTENT_FILTER, OTHER -> reason;
        };
    }
}
