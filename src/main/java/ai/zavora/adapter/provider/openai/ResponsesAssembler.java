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
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts a reply together from the events of a response. What is shown comes from the deltas, what is kept from the
 * finished items, which hold everything byte for byte.
 */
final class ResponsesAssembler implements ReplyAssembler {
    /** Between two paragraphs of a reasoning summary. */
    static final String PARAGRAPH = "\n\n";

    private final Failures failures;
    private final StreamedText text = new StreamedText();
    private final TreeMap<Long, JsonValue.Obj> items = new TreeMap<>();
    private Optional<JsonValue.Obj> response = Optional.empty();
    private String model;

    /** @param asked the model asked for, until OpenAI names the one that answers */
    ResponsesAssembler(String asked, Failures failures) {
        this.model = asked;
        this.failures = failures;
    }

    @Override
    public boolean accept(StreamEvent event, Consumer<ModelDelta> onDelta) throws JsonException {
        if (event.data().strip().equals("[DONE]")) {
            return true;
        }
        var data = Json.parseObject(event.data());
        switch (data.string("type").orElse(event.name())) {
            case "response.created", "response.in_progress" ->
                data.object("response").ifPresent(this::named);
            case "response.output_text.delta", "response.refusal.delta" ->
                text.text(data.string("delta").orElse(""), onDelta);
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                text.reasoning(data.string("delta").orElse(""), onDelta);
            case "response.reasoning_summary_part.added" -> {
                if (data.integer("summary_index").orElse(0) > 0) {
                    text.reasoning(PARAGRAPH, onDelta);
                }
            }
            case "response.output_item.added" -> data.object("item").ifPresent(item -> started(item, onDelta));
            case "response.output_item.done" ->
                data.object("item")
                        .ifPresent(
                                item -> items.put(data.integer("output_index").orElse(items.size()), item));
            case "response.completed", "response.incomplete" -> {
                response = Optional.of(data.object("response").orElse(JsonValue.Obj.EMPTY));
                response.ifPresent(this::named);
                return true;
            }
            case "response.failed" -> {
                var error = data.object("response").flatMap(failed -> failed.object("error"));
                throw failed(error.orElse(JsonValue.Obj.EMPTY));
            }
            case "error" -> throw failed(data.object("error").orElse(data));
            default -> {
                // the end of a part, or an event to come
            }
        }
        return false;
    }

    private void named(JsonValue.Obj of) {
        of.string("model").filter(name -> !name.isEmpty()).ifPresent(name -> model = name);
    }

    private static void started(JsonValue.Obj item, Consumer<ModelDelta> onDelta) {
        if (item.string("type").orElse("").equals("function_call")) {
            onDelta.accept(new ModelDelta.ToolUseStarted(
                    OutputItems.callId(item), item.string("name").orElse("")));
        }
    }

    private RuntimeException failed(JsonValue.Obj error) {
        var body = JsonValue.object().put("error", error).build();
        return failures.of(OpenAiErrors.inStream(body), Optional.of(body));
    }

    @Override
    public ModelReply finish() {
        var finished = response.orElseThrow(() -> failures.of(Reason.STREAM_BROKEN, Optional.empty()));
        var parts = new ArrayList<>(OutputItems.parts(output(finished)));
        if (parts.stream().noneMatch(Part.Text.class::isInstance)) {
            // a server that streams text without ever sending the finished message
            text.parts().stream().filter(Part.Text.class::isInstance).forEach(parts::add);
        }
        var usage = finished.object("usage").map(Tokens::responses).orElse(Usage.NONE);
        return new ModelReply(parts, stopReason(finished, parts), usage, model);
    }

    /** The items as they were finished one by one, or as the last event repeats them when that has more. */
    private List<JsonValue.Obj> output(JsonValue.Obj finished) {
        var repeated = finished.array("output").stream()
                .filter(JsonValue.Obj.class::isInstance)
                .map(JsonValue.Obj.class::cast)
                .toList();
        return repeated.size() > items.size() ? repeated : List.copyOf(items.values());
    }

    private static StopReason stopReason(JsonValue.Obj finished, List<Part> parts) {
        var incomplete = finished.object("incomplete_details").flatMap(details -> details.string("reason"));
        if (incomplete.isPresent()) {
            return switch (incomplete.get()) {
                case "max_output_tokens" -> StopReason.MAX_TOKENS;
                case "content_filter" -> StopReason.CONTENT_FILTER;
                default -> StopReason.OTHER;
            };
        }
        if (finished.string("status").orElse("").equals("incomplete")) {
            return StopReason.OTHER;
        }
        return parts.stream().anyMatch(Part.ToolUse.class::isInstance) ? StopReason.TOOL_USE : StopReason.COMPLETE;
    }
}
