package ai.zavora.testing;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Conversation.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Anthropic's messages stream. */
final class AnthropicFormat implements WireFormat {

    @Override
    public boolean serves(String path) {
        return path.endsWith("/v1/messages");
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public Rendered render(Reply reply, SentRequest request) {
        var message = JsonValue.object()
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", request.model())
                .put("content", new JsonValue.Arr(List.of()))
                .put("stop_reason", JsonValue.Null.NULL)
                .put("usage", usageAtStart(reply))
                .build();
        var opening = List.of(Frame.of(
                Sse.typed(typed("message_start").put("message", message).build())));
        var blocks = new Blocks();
        reply.pieces().forEach(blocks::add);
        return new Rendered(opening, blocks.finish(), closing(reply));
    }

    private static JsonValue usageAtStart(Reply reply) {
        return JsonValue.object()
                .put("input_tokens", reply.usage().inputTokens())
                .put("cache_creation_input_tokens", reply.usage().cacheWriteTokens())
                .put("cache_read_input_tokens", reply.usage().cacheReadTokens())
                .put("output_tokens", 1)
                .build();
    }

    private static List<Frame> closing(Reply reply) {
        var delta = JsonValue.object()
                .put("stop_reason", stopReason(reply))
                .put("stop_sequence", JsonValue.Null.NULL)
                .build();
        var usage = JsonValue.object()
                .put(
                        "output_tokens",
                        reply.usage().outputTokens() + reply.usage().reasoningTokens())
                .build();
        return List.of(
                Frame.of(Sse.typed(typed("message_delta")
                        .put("delta", delta)
                        .put("usage", usage)
                        .build())),
                Frame.of(Sse.typed(typed("message_stop").build())));
    }

    private static String stopReason(Reply reply) {
        if (reply.ending() == Reply.Ending.COMPLETE && reply.asksForTools()) {
            return "tool_use";
        }
        return switch (reply.ending()) {
            case COMPLETE -> "end_turn";
            case MAX_TOKENS -> "max_tokens";
            case CONTENT_FILTER -> "refusal";
            case BROKEN_OFF -> "pause_turn";
        };
    }

    private static JsonValue.ObjectBuilder typed(String type) {
        return JsonValue.object().put("type", type);
    }

    /** Puts pieces into content blocks, one after the other as this wire wants them. */
    private static final class Blocks {
        private final List<Frame> frames = new ArrayList<>();
        private String open = "";
        private int index = -1;

        void add(Reply.Piece piece) {
            switch (piece) {
                case Reply.Text(var text) -> {
                    inside("text", typed("text").put("text", ""));
                    frames.add(Frame.of(delta(typed("text_delta").put("text", text))));
                }
                case Reply.Repeated(var text, var times) -> {
                    inside("text", typed("text").put("text", ""));
                    frames.addAll(Frame.repeated(delta(typed("text_delta").put("text", text)), times));
                }
                case Reply.Reasoning(var text) -> {
                    inside("thinking", typed("thinking").put("thinking", "").put("signature", ""));
                    frames.add(Frame.of(delta(typed("thinking_delta").put("thinking", text))));
                }
                case Reply.Signature(var data) -> {
                    inside("thinking", typed("thinking").put("thinking", "").put("signature", ""));
                    frames.add(Frame.of(delta(typed("signature_delta").put("signature", data))));
                    close();
                }
                case Reply.ToolUses(var calls) -> calls.forEach(this::toolUse);
                case Reply.Unknown() -> {
                    close();
                    frames.add(Frame.of(Sse.typed(typed("ping").build())));
                    frames.add(Frame.of(Sse.typed(typed("future_event").build())));
                    inside("future_block", typed("future_block").put("x", 1));
                    frames.add(Frame.of(delta(typed("future_delta").put("x", 2))));
                    close();
                }
                case Reply.Wait(var gate) -> frames.add(new Frame.Pause(gate));
            }
        }

        private void toolUse(Reply.Call call) {
            close();
            inside(
                    "tool_use",
                    typed("tool_use")
                            .put("id", call.id())
                            .put("name", call.name())
                            .put("input", JsonValue.Obj.EMPTY));
            frames.add(Frame.of(delta(typed("input_json_delta").put("partial_json", ""))));
            for (var fragment : call.fragments()) {
                frames.add(Frame.of(delta(typed("input_json_delta").put("partial_json", fragment))));
            }
            close();
        }

        private void inside(String kind, JsonValue.ObjectBuilder start) {
            if (!open.equals(kind)) {
                close();
                index++;
                open = kind;
                frames.add(Frame.of(Sse.typed(typed("content_block_start")
                        .put("index", index)
                        .put("content_block", start.build())
                        .build())));
            }
        }

        private String delta(JsonValue.ObjectBuilder delta) {
            return Sse.typed(typed("content_block_delta")
                    .put("index", index)
                    .put("delta", delta.build())
                    .build());
        }

        private void close() {
            if (!open.isEmpty()) {
                open = "";
                frames.add(Frame.of(Sse.typed(
                        typed("content_block_stop").put("index", index).build())));
            }
        }

        List<Frame> finish() {
            close();
            return frames;
        }
    }

    @Override
    public String malformed() {
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"oops\n\n";
    }

    @Override
    public String keepAlive() {
        return ": keep-alive\n\n";
    }

    @Override
    public JsonValue.Obj error(int status, String message) {
        var type =
                switch (status) {
                    case 401 -> "authentication_error";
                    case 403 -> "permission_error";
                    case 404 -> "not_found_error";
                    case 413 -> "request_too_large";
                    case 429 -> "rate_limit_error";
                    case 529 -> "overloaded_error";
                    case 400, 422 -> "invalid_request_error";
                    default -> "api_error";
                };
        return error(type, message);
    }

    private static JsonValue.Obj error(String type, String message) {
        return typed("error")
                .put("error", typed(type).put("message", message).build())
                .build();
    }

    @Override
    public Refusal contextOverflow(String message) {
        return new Refusal(400, error(400, "prompt is too long: 212000 tokens > 200000 maximum; " + message));
    }

    @Override
    public Optional<Refusal> contentFilter(String message) {
        return Optional.empty();
    }

    @Override
    public String errorEvent(String message) {
        return Sse.typed(error("overloaded_error", message));
    }

    @Override
    public Conversation read(JsonValue.Obj body) {
        var said = new ArrayList<Said>();
        for (var message : Texts.objects(body.array("messages"))) {
            said.add(said(message));
        }
        var tools = Texts.objects(body.array("tools")).stream()
                .flatMap(tool -> tool.string("name").stream())
                .toList();
        return new Conversation(body.string("model"), Texts.joined(body.get("system")), said, tools);
    }

    private static Said said(JsonValue.Obj message) {
        var blocks = Texts.objects(message.array("content"));
        var outputs = blocks.stream()
                .filter(block -> block.string("type").orElse("").equals("tool_result"))
                .map(block -> Texts.joined(block.get("content")))
                .toList();
        if (!outputs.isEmpty()) {
            return Said.of("tool", String.join("", outputs));
        }
        var calls = blocks.stream()
                .filter(block -> block.string("type").orElse("").equals("tool_use"))
                .flatMap(block -> block.string("name").stream())
                .toList();
        return new Said(message.string("role").orElse(""), Texts.joined(message.get("content")), calls);
    }
}
