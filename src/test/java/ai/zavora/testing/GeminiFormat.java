package ai.zavora.testing;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Conversation.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gemini's streamGenerateContent as server-sent events. */
final class GeminiFormat implements WireFormat {

    @Override
    public boolean serves(String path) {
        return path.endsWith(":streamGenerateContent");
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public Rendered render(Reply reply, SentRequest request) {
        var model = request.model();
        if (reply.ending() == Reply.Ending.CONTENT_FILTER && reply.pieces().isEmpty()) {
            return new Rendered(List.of(), List.of(), List.of(blocked(model)));
        }
        var body = new ArrayList<Frame>();
        for (var piece : reply.pieces()) {
            switch (piece) {
                case Reply.Text(var text) ->
                    body.add(Frame.of(chunk(model, JsonValue.object().put("text", text))));
                case Reply.Repeated(var text, var times) ->
                    body.addAll(Frame.repeated(chunk(model, JsonValue.object().put("text", text)), times));
                case Reply.Reasoning(var text) ->
                    body.add(Frame.of(
                            chunk(model, JsonValue.object().put("text", text).put("thought", true))));
                case Reply.Signature(var data) ->
                    body.add(Frame.of(
                            chunk(model, JsonValue.object().put("text", "").put("thoughtSignature", data))));
                case Reply.ToolUses(var calls) ->
                    calls.forEach(call -> body.add(Frame.of(chunk(model, functionCall(call)))));
                case Reply.Unknown() ->
                    body.add(Frame.of(chunk(model, JsonValue.object().put("futurePart", JsonValue.Obj.EMPTY))));
                case Reply.Wait(var gate) -> body.add(new Frame.Pause(gate));
            }
        }
        return new Rendered(List.of(), body, List.of(last(model, reply)));
    }

    private static JsonValue.ObjectBuilder functionCall(Reply.Call call) {
        return JsonValue.object()
                .put(
                        "functionCall",
                        JsonValue.object()
                                .put("name", call.name())
                                .put("args", OllamaFormat.arguments(call))
                                .build());
    }

    private static String chunk(String model, JsonValue.ObjectBuilder part) {
        return Sse.data(event(model, candidate(List.of(part.build()))));
    }

    private static JsonValue.ObjectBuilder candidate(List<JsonValue> parts) {
        return JsonValue.object()
                .put(
                        "content",
                        JsonValue.object()
                                .put("parts", new JsonValue.Arr(parts))
                                .put("role", "model")
                                .build())
                .put("index", 0);
    }

    private static JsonValue.Obj event(String model, JsonValue.ObjectBuilder candidate) {
        return JsonValue.object()
                .put("candidates", JsonValue.array(List.of(candidate.build())))
                .put("modelVersion", model)
                .build();
    }

    private static Frame last(String model, Reply reply) {
        var finish =
                switch (reply.ending()) {
                    case COMPLETE -> "STOP";
                    case MAX_TOKENS -> "MAX_TOKENS";
                    case CONTENT_FILTER -> "SAFETY";
                    case BROKEN_OFF -> "OTHER";
                };
        var event = event(model, candidate(List.of()).put("finishReason", finish));
        return Frame.of(Sse.data(JsonValue.object()
                .putAll(event)
                .put("usageMetadata", usage(reply))
                .build()));
    }

    private static Frame blocked(String model) {
        return Frame.of(Sse.data(JsonValue.object()
                .put(
                        "promptFeedback",
                        JsonValue.object().put("blockReason", "SAFETY").build())
                .put("modelVersion", model)
                .build()));
    }

    private static JsonValue usage(Reply reply) {
        var usage = reply.usage();
        return JsonValue.object()
                .put("promptTokenCount", usage.inputTokens() + usage.cacheReadTokens() + usage.cacheWriteTokens())
                .put("cachedContentTokenCount", usage.cacheReadTokens())
                .put("candidatesTokenCount", usage.outputTokens())
                .put("thoughtsTokenCount", usage.reasoningTokens())
                .put("totalTokenCount", usage.total())
                .build();
    }

    @Override
    public String malformed() {
        return "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"oops\n\n";
    }

    @Override
    public String keepAlive() {
        return ": keep-alive\n\n";
    }

    @Override
    public JsonValue.Obj error(int status, String message) {
        var word =
                switch (status) {
                    case 400, 422 -> "INVALID_ARGUMENT";
                    case 401 -> "UNAUTHENTICATED";
                    case 403 -> "PERMISSION_DENIED";
                    case 404 -> "NOT_FOUND";
                    case 429 -> "RESOURCE_EXHAUSTED";
                    case 503 -> "UNAVAILABLE";
                    default -> "INTERNAL";
                };
        return JsonValue.object()
                .put(
                        "error",
                        JsonValue.object()
                                .put("code", status)
                                .put("message", message)
                                .put("status", word)
                                .build())
                .build();
    }

    @Override
    public Refusal contextOverflow(String message) {
        return new Refusal(
                400,
                error(
                        400,
                        "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576). "
                                + message));
    }

    @Override
    public Optional<Refusal> contentFilter(String message) {
        return Optional.empty();
    }

    @Override
    public String errorEvent(String message) {
        return Sse.data(error(503, message));
    }

    @Override
    public Conversation read(JsonValue.Obj body) {
        var system = body.object("systemInstruction")
                .or(() -> body.object("system_instruction"))
                .map(instruction -> Texts.joined(instruction.get("parts")))
                .orElse("");
        var said = new ArrayList<Said>();
        for (var content : Texts.objects(body.array("contents"))) {
            said.add(said(content));
        }
        var tools = Texts.objects(body.array("tools")).stream()
                .flatMap(tool -> Texts.objects(tool.array("functionDeclarations")).stream())
                .flatMap(function -> function.string("name").stream())
                .toList();
        return new Conversation(Optional.empty(), system, said, tools);
    }

    private static Said said(JsonValue.Obj content) {
        var parts = Texts.objects(content.array("parts"));
        var outputs = parts.stream()
                .flatMap(part -> part.object("functionResponse").stream())
                .map(output -> Json.write(output.get("response").orElse(JsonValue.Null.NULL)))
                .toList();
        if (!outputs.isEmpty()) {
            return Said.of("tool", String.join("", outputs));
        }
        var calls = parts.stream()
                .flatMap(part -> part.object("functionCall").stream())
                .flatMap(call -> call.string("name").stream())
                .toList();
        var visible = parts.stream()
                .filter(part -> !part.bool("thought").orElse(false))
                .map(part -> (JsonValue) part)
                .toList();
        var role = content.string("role").orElse("user").equals("model") ? "assistant" : "user";
        return new Said(role, Texts.joined(Optional.of(new JsonValue.Arr(visible))), calls);
    }
}
