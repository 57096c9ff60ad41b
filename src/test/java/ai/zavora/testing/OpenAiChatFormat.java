package ai.zavora.testing;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Conversation.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** OpenAI's chat completions stream, as OpenAI, DeepSeek, Groq and compatible servers write it. */
final class OpenAiChatFormat implements WireFormat {

    @Override
    public boolean serves(String path) {
        return path.endsWith("/chat/completions");
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public Rendered render(Reply reply, SentRequest request) {
        var model = request.model();
        var opening = List.of(chunk(model, delta().put("role", "assistant").put("content", "")));
        var body = new ArrayList<Frame>();
        for (var piece : reply.pieces()) {
            switch (piece) {
                case Reply.Text(var text) -> body.add(chunk(model, delta().put("content", text)));
                case Reply.Repeated(var text, var times) ->
                    body.addAll(Frame.repeated(
                            Sse.data(event(model, delta().put("content", text), JsonValue.Null.NULL)), times));
                case Reply.Reasoning(var text) -> body.add(chunk(model, delta().put("reasoning_content", text)));
                case Reply.Signature(var ignored) -> {}
                case Reply.ToolUses(var calls) -> body.addAll(toolUses(model, calls));
                case Reply.Unknown() -> {
                    body.add(Frame.of(": a comment\n\n"));
                    body.add(Frame.of(
                            "event: future\nid: 7\nretry: 10\ndata: {\"object\":\"future\",\"choices\":[]}\n\n"));
                }
                case Reply.Wait(var gate) -> body.add(new Frame.Pause(gate));
            }
        }
        return new Rendered(opening, body, closing(reply, request, model));
    }

    private static List<Frame> toolUses(String model, List<Reply.Call> calls) {
        var frames = new ArrayList<Frame>();
        for (var index = 0; index < calls.size(); index++) {
            var call = calls.get(index);
            frames.add(toolChunk(
                    model,
                    JsonValue.object()
                            .put("index", index)
                            .put("id", call.id())
                            .put("type", "function")
                            .put("function", function(Optional.of(call.name()), ""))));
        }
        for (var round = 0; round < longest(calls); round++) {
            for (var index = 0; index < calls.size(); index++) {
                var fragments = calls.get(index).fragments();
                if (round < fragments.size()) {
                    frames.add(toolChunk(
                            model,
                            JsonValue.object()
                                    .put("index", index)
                                    .put("function", function(Optional.empty(), fragments.get(round)))));
                }
            }
        }
        return frames;
    }

    static int longest(List<Reply.Call> calls) {
        return calls.stream().mapToInt(call -> call.fragments().size()).max().orElse(0);
    }

    private static JsonValue function(Optional<String> name, String arguments) {
        var function = JsonValue.object();
        name.ifPresent(value -> function.put("name", value));
        return function.put("arguments", arguments).build();
    }

    private static Frame toolChunk(String model, JsonValue.ObjectBuilder call) {
        return chunk(model, delta().put("tool_calls", JsonValue.array(List.of(call.build()))));
    }

    private static List<Frame> closing(Reply reply, SentRequest request, String model) {
        var frames = new ArrayList<Frame>();
        frames.add(Frame.of(Sse.data(event(model, delta(), JsonValue.of(finishReason(reply))))));
        var wantsUsage = request.body()
                .object("stream_options")
                .flatMap(options -> options.bool("include_usage"))
                .orElse(false);
        if (wantsUsage) {
            frames.add(Frame.of(Sse.data(head(model)
                    .put("choices", new JsonValue.Arr(List.of()))
                    .put("usage", usage(reply))
                    .build())));
        }
        frames.add(Frame.of("data: [DONE]\n\n"));
        return frames;
    }

    private static JsonValue usage(Reply reply) {
        var usage = reply.usage();
        var prompt = usage.inputTokens() + usage.cacheReadTokens() + usage.cacheWriteTokens();
        var completion = usage.outputTokens() + usage.reasoningTokens();
        return JsonValue.object()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion)
                .put(
                        "prompt_tokens_details",
                        JsonValue.object()
                                .put("cached_tokens", usage.cacheReadTokens())
                                .build())
                .put(
                        "completion_tokens_details",
                        JsonValue.object()
                                .put("reasoning_tokens", usage.reasoningTokens())
                                .build())
                .build();
    }

    private static String finishReason(Reply reply) {
        if (reply.ending() == Reply.Ending.COMPLETE && reply.asksForTools()) {
            return "tool_calls";
        }
        return switch (reply.ending()) {
            case COMPLETE -> "stop";
            case MAX_TOKENS -> "length";
            case CONTENT_FILTER -> "content_filter";
            case BROKEN_OFF -> "insufficient_system_resource";
        };
    }

    private static JsonValue.ObjectBuilder delta() {
        return JsonValue.object();
    }

    private static Frame chunk(String model, JsonValue.ObjectBuilder delta) {
        return Frame.of(Sse.data(event(model, delta, JsonValue.Null.NULL)));
    }

    private static JsonValue.Obj event(String model, JsonValue.ObjectBuilder delta, JsonValue finishReason) {
        var choice = JsonValue.object()
                .put("index", 0)
                .put("delta", delta.build())
                .put("finish_reason", finishReason)
                .build();
        return head(model).put("choices", JsonValue.array(List.of(choice))).build();
    }

    private static JsonValue.ObjectBuilder head(String model) {
        return JsonValue.object()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion.chunk")
                .put("created", 1_700_000_000L)
                .put("model", model);
    }

    @Override
    public String malformed() {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"oops\n\n";
    }

    @Override
    public String keepAlive() {
        return ": keep-alive\n\n";
    }

    @Override
    public JsonValue.Obj error(int status, String message) {
        var code =
                switch (status) {
                    case 401 -> "invalid_api_key";
                    case 404 -> "model_not_found";
                    case 429 -> "rate_limit_exceeded";
                    default -> "server_error";
                };
        return error(code, message);
    }

    static JsonValue.Obj error(String code, String message) {
        return JsonValue.object()
                .put(
                        "error",
                        JsonValue.object()
                                .put("message", message)
                                .put("type", "invalid_request_error")
                                .put("param", JsonValue.Null.NULL)
                                .put("code", code)
                                .build())
                .build();
    }

    @Override
    public Refusal contextOverflow(String message) {
        return new Refusal(400, error("context_length_exceeded", message));
    }

    @Override
    public Optional<Refusal> contentFilter(String message) {
        return Optional.of(new Refusal(400, error("content_filter", message)));
    }

    @Override
    public String errorEvent(String message) {
        return Sse.data(error("server_error", message));
    }

    @Override
    public Conversation read(JsonValue.Obj body) {
        var system = new StringBuilder();
        var said = new ArrayList<Said>();
        for (var message : Texts.objects(body.array("messages"))) {
            var role = message.string("role").orElse("");
            var text = Texts.joined(message.get("content"));
            switch (role) {
                case "system", "developer" -> system.append(text);
                default -> said.add(new Said(role, text, toolNames(message.array("tool_calls"))));
            }
        }
        return new Conversation(body.string("model"), system.toString(), said, toolNames(body.array("tools")));
    }

    static List<String> toolNames(List<JsonValue> tools) {
        return Texts.objects(tools).stream()
                .flatMap(tool -> tool.object("function").stream())
                .flatMap(function -> function.string("name").stream())
                .toList();
    }
}
