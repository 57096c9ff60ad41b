package ai.zavora.testing;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Conversation.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ollama's own chat stream: one JSON object per line. */
final class OllamaFormat implements WireFormat {

    @Override
    public boolean serves(String path) {
        return path.endsWith("/api/chat");
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public Rendered render(Reply reply, SentRequest request) {
        var model = request.model();
        var body = new ArrayList<Frame>();
        for (var piece : reply.pieces()) {
            switch (piece) {
                case Reply.Text(var text) -> body.add(Frame.of(line(model, message(text))));
                case Reply.Repeated(var text, var times) ->
                    body.addAll(Frame.repeated(line(model, message(text)), times));
                case Reply.Reasoning(var text) ->
                    body.add(Frame.of(line(model, message("").put("thinking", text))));
                case Reply.Signature(var ignored) -> {}
                case Reply.ToolUses(var calls) ->
                    calls.forEach(call -> body.add(Frame.of(line(model, toolCall(call)))));
                case Reply.Unknown() ->
                    body.add(Frame.of(line(model, message("").put("future", JsonValue.Obj.EMPTY))));
                case Reply.Wait(var gate) -> body.add(new Frame.Pause(gate));
            }
        }
        return new Rendered(List.of(), body, List.of(Frame.of(last(model, reply))));
    }

    private static JsonValue.ObjectBuilder message(String content) {
        return JsonValue.object().put("role", "assistant").put("content", content);
    }

    private static JsonValue.ObjectBuilder toolCall(Reply.Call call) {
        var function = JsonValue.object()
                .put("name", call.name())
                .put("arguments", arguments(call))
                .build();
        var use = JsonValue.object().put("function", function).build();
        return message("").put("tool_calls", JsonValue.array(List.of(use)));
    }

    static JsonValue arguments(Reply.Call call) {
        try {
            return Json.parse(call.arguments());
        } catch (JsonException e) {
            throw new IllegalArgumentException("this wire cannot carry arguments that are no JSON", e);
        }
    }

    private static String line(String model, JsonValue.ObjectBuilder message) {
        return Json.write(head(model)
                        .put("message", message.build())
                        .put("done", false)
                        .build())
                + "\n";
    }

    private static String last(String model, Reply reply) {
        var usage = reply.usage();
        return Json.write(head(model)
                        .put("message", message("").build())
                        .put("done_reason", reply.ending() == Reply.Ending.MAX_TOKENS ? "length" : "stop")
                        .put("done", true)
                        .put("total_duration", 5_000_000L)
                        .put("load_duration", 1_000_000L)
                        .put(
                                "prompt_eval_count",
                                usage.inputTokens() + usage.cacheReadTokens() + usage.cacheWriteTokens())
                        .put("eval_count", usage.outputTokens() + usage.reasoningTokens())
                        .build())
                + "\n";
    }

    private static JsonValue.ObjectBuilder head(String model) {
        return JsonValue.object().put("model", model).put("created_at", "2026-01-01T00:00:00Z");
    }

    @Override
    public String malformed() {
        return "{\"message\":{\"role\":\"assistant\",\"content\":\"oops\n";
    }

    @Override
    public String keepAlive() {
        return "\n";
    }

    @Override
    public JsonValue.Obj error(int status, String message) {
        return JsonValue.object().put("error", message).build();
    }

    @Override
    public Refusal contextOverflow(String message) {
        // the engine's own error, passed on as text
        var engine = JsonValue.object()
                .put("code", 400)
                .put("message", "the request exceeds the available context size; " + message)
                .put("type", "exceed_context_size_error")
                .build();
        return new Refusal(
                400,
                error(400, Json.write(JsonValue.object().put("error", engine).build())));
    }

    @Override
    public Optional<Refusal> contentFilter(String message) {
        return Optional.of(new Refusal(400, error(400, message)));
    }

    @Override
    public String errorEvent(String message) {
        return Json.write(error(500, message)) + "\n";
    }

    @Override
    public Conversation read(JsonValue.Obj body) {
        var system = new StringBuilder();
        var said = new ArrayList<Said>();
        for (var message : Texts.objects(body.array("messages"))) {
            var role = message.string("role").orElse("");
            var text = Texts.joined(message.get("content"));
            if (role.equals("system")) {
                system.append(text);
            } else {
                said.add(new Said(role, text, OpenAiChatFormat.toolNames(message.array("tool_calls"))));
            }
        }
        return new Conversation(
                body.string("model"), system.toString(), said, OpenAiChatFormat.toolNames(body.array("tools")));
    }
}
