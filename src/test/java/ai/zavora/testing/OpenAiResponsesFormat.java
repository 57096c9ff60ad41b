package ai.zavora.testing;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Conversation.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** OpenAI's responses stream. */
final class OpenAiResponsesFormat implements WireFormat {

    @Override
    public boolean serves(String path) {
        return path.endsWith("/responses");
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public Rendered render(Reply reply, SentRequest request) {
        var model = request.model();
        var created = response(model, "in_progress", List.of()).build();
        var opening = List.of(
                Frame.of(Sse.typed(ResponseItems.typed("response.created")
                        .put("response", created)
                        .build())),
                Frame.of(Sse.typed(ResponseItems.typed("response.in_progress")
                        .put("response", created)
                        .build())));
        var items = new ResponseItems();
        reply.pieces().forEach(items::add);
        var body = items.finish();
        return new Rendered(opening, body, List.of(Frame.of(last(model, reply, items.finished()))));
    }

    private static String last(String model, Reply reply, List<JsonValue> output) {
        var ending =
                switch (reply.ending()) {
                    case COMPLETE -> Optional.<String>empty();
                    case MAX_TOKENS -> Optional.of("max_output_tokens");
                    case CONTENT_FILTER -> Optional.of("content_filter");
                    case BROKEN_OFF -> Optional.of("interrupted");
                };
        var status = ending.isPresent() ? "incomplete" : "completed";
        var response = response(model, status, output).put("usage", usage(reply));
        ending.ifPresent(reason -> response.put(
                "incomplete_details", JsonValue.object().put("reason", reason).build()));
        return Sse.typed(ResponseItems.typed("response." + status)
                .put("response", response.build())
                .build());
    }

    private static JsonValue.ObjectBuilder response(String model, String status, List<JsonValue> output) {
        return JsonValue.object()
                .put("id", "resp_1")
                .put("object", "response")
                .put("created_at", 1_700_000_000L)
                .put("status", status)
                .put("error", JsonValue.Null.NULL)
                .put("incomplete_details", JsonValue.Null.NULL)
                .put("model", model)
                .put("output", new JsonValue.Arr(output))
                .put("usage", JsonValue.Null.NULL);
    }

    private static JsonValue usage(Reply reply) {
        var usage = reply.usage();
        return JsonValue.object()
                .put("input_tokens", usage.inputTokens() + usage.cacheReadTokens() + usage.cacheWriteTokens())
                .put(
                        "input_tokens_details",
                        JsonValue.object()
                                .put("cached_tokens", usage.cacheReadTokens())
                                .build())
                .put("output_tokens", usage.outputTokens() + usage.reasoningTokens())
                .put(
                        "output_tokens_details",
                        JsonValue.object()
                                .put("reasoning_tokens", usage.reasoningTokens())
                                .build())
                .put("total_tokens", usage.total())
                .build();
    }

    @Override
    public String malformed() {
        return "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"oops\n\n";
    }

    @Override
    public String keepAlive() {
        return ": keep-alive\n\n";
    }

    @Override
    public JsonValue.Obj error(int status, String message) {
        return new OpenAiChatFormat().error(status, message);
    }

    @Override
    public Refusal contextOverflow(String message) {
        return new OpenAiChatFormat().contextOverflow(message);
    }

    @Override
    public Optional<Refusal> contentFilter(String message) {
        return new OpenAiChatFormat().contentFilter(message);
    }

    @Override
    public String errorEvent(String message) {
        return Sse.typed(ResponseItems.typed("error")
                .put("code", "server_error")
                .put("message", message)
                .put("param", JsonValue.Null.NULL)
                .build());
    }

    @Override
    public Conversation read(JsonValue.Obj body) {
        var system = new StringBuilder(body.string("instructions").orElse(""));
        var said = new ArrayList<Said>();
        body.string("input").ifPresent(text -> said.add(Said.of("user", text)));
        for (var item : Texts.objects(body.array("input"))) {
            var type = item.string("type").orElse("message");
            var role = item.string("role").orElse("");
            if (type.equals("function_call_output")) {
                said.add(Said.of("tool", Texts.joined(item.get("output"))));
            } else if (type.equals("function_call")) {
                said.add(new Said("assistant", "", List.of(item.string("name").orElse(""))));
            } else if (role.equals("system") || role.equals("developer")) {
                system.append(Texts.joined(item.get("content")));
            } else if (type.equals("message")) {
                said.add(Said.of(role, Texts.joined(item.get("content"))));
            }
        }
        var tools = Texts.objects(body.array("tools")).stream()
                .flatMap(tool -> tool.string("name").stream())
                .toList();
        return new Conversation(body.string("model"), system.toString(), said, tools);
    }
}
