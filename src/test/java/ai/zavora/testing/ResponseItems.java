package ai.zavora.testing;

import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Puts pieces of a reply into the output items of OpenAI's responses stream. */
final class ResponseItems {
    private final List<Frame> frames = new ArrayList<>();
    private final List<JsonValue> finished = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Kind open = Kind.NONE;
    private String signature = "";

    private enum Kind {
        NONE,
        MESSAGE,
        REASONING
    }

    void add(Reply.Piece piece) {
        switch (piece) {
            case Reply.Text(var delta) -> {
                inside(Kind.MESSAGE);
                text.append(delta);
                frames.add(Frame.of(textDelta(delta)));
            }
            case Reply.Repeated(var delta, var times) -> {
                inside(Kind.MESSAGE);
                text.repeat(delta, times);
                frames.addAll(Frame.repeated(textDelta(delta), times));
            }
            case Reply.Reasoning(var delta) -> {
                inside(Kind.REASONING);
                text.append(delta);
                frame(at("response.reasoning_summary_text.delta")
                        .put("summary_index", 0)
                        .put("delta", delta));
            }
            case Reply.Signature(var data) -> {
                inside(Kind.REASONING);
                signature = data;
                close();
            }
            case Reply.ToolUses(var calls) -> {
                close();
                toolUses(calls);
            }
            case Reply.Unknown() -> {
                frame(typed("response.future_thing.delta").put("delta", "ignore me"));
                frame(typed("keepalive"));
            }
            case Reply.Wait(var gate) -> frames.add(new Frame.Pause(gate));
        }
    }

    /** All events; no piece may follow. */
    List<Frame> finish() {
        close();
        return frames;
    }

    /** The finished items, as the last event repeats them. */
    List<JsonValue> finished() {
        return finished;
    }

    private void inside(Kind kind) {
        if (open == kind) {
            return;
        }
        close();
        open = kind;
        frame(at("response.output_item.added").put("item", item(List.of())));
        if (kind == Kind.MESSAGE) {
            frame(at("response.content_part.added").put("content_index", 0).put("part", outputText("")));
        } else {
            frame(at("response.reasoning_summary_part.added")
                    .put("summary_index", 0)
                    .put("part", summaryText("")));
        }
    }

    private void close() {
        if (open == Kind.NONE) {
            return;
        }
        var whole = text.toString();
        var part = open == Kind.MESSAGE ? outputText(whole) : summaryText(whole);
        if (open == Kind.MESSAGE) {
            frame(at("response.output_text.done").put("content_index", 0).put("text", whole));
            frame(at("response.content_part.done").put("content_index", 0).put("part", part));
        } else {
            frame(at("response.reasoning_summary_text.done")
                    .put("summary_index", 0)
                    .put("text", whole));
        }
        var item = item(List.of(part));
        frame(at("response.output_item.done").put("item", item));
        finished.add(item);
        open = Kind.NONE;
        text.setLength(0);
        signature = "";
    }

    private JsonValue item(List<JsonValue> parts) {
        if (open == Kind.MESSAGE) {
            return typed("message")
                    .put("id", id())
                    .put("status", parts.isEmpty() ? "in_progress" : "completed")
                    .put("role", "assistant")
                    .put("content", new JsonValue.Arr(parts))
                    .build();
        }
        var reasoning = typed("reasoning").put("id", id()).put("summary", new JsonValue.Arr(parts));
        if (!signature.isEmpty()) {
            reasoning.put("encrypted_content", signature);
        }
        return reasoning.build();
    }

    private void toolUses(List<Reply.Call> calls) {
        var first = finished.size();
        for (var n = 0; n < calls.size(); n++) {
            frame(typed("response.output_item.added")
                    .put("output_index", first + n)
                    .put("item", functionCall(first + n, calls.get(n), "")));
        }
        for (var round = 0; round < OpenAiChatFormat.longest(calls); round++) {
            for (var n = 0; n < calls.size(); n++) {
                if (round < calls.get(n).fragments().size()) {
                    frame(typed("response.function_call_arguments.delta")
                            .put("item_id", "item_" + (first + n))
                            .put("output_index", first + n)
                            .put("delta", calls.get(n).fragments().get(round)));
                }
            }
        }
        for (var n = 0; n < calls.size(); n++) {
            var item = functionCall(first + n, calls.get(n), calls.get(n).arguments());
            frame(typed("response.function_call_arguments.done")
                    .put("item_id", "item_" + (first + n))
                    .put("output_index", first + n)
                    .put("arguments", calls.get(n).arguments()));
            frame(typed("response.output_item.done")
                    .put("output_index", first + n)
                    .put("item", item));
            finished.add(item);
        }
    }

    private static JsonValue functionCall(int index, Reply.Call call, String arguments) {
        return typed("function_call")
                .put("id", "item_" + index)
                .put("status", arguments.isEmpty() ? "in_progress" : "completed")
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", arguments)
                .build();
    }

    private static JsonValue outputText(String text) {
        return typed("output_text")
                .put("text", text)
                .put("annotations", new JsonValue.Arr(List.of()))
                .build();
    }

    private static JsonValue summaryText(String text) {
        return typed("summary_text").put("text", text).build();
    }

    private String textDelta(String delta) {
        return Sse.typed(at("response.output_text.delta")
                .put("content_index", 0)
                .put("delta", delta)
                .build());
    }

    /** An event of the item that is open. */
    private JsonValue.ObjectBuilder at(String type) {
        return typed(type).put("item_id", id()).put("output_index", finished.size());
    }

    private String id() {
        return "item_" + finished.size();
    }

    private void frame(JsonValue.ObjectBuilder event) {
        frames.add(Frame.of(Sse.typed(event.build())));
    }

    static JsonValue.ObjectBuilder typed(String type) {
        return JsonValue.object().put("type", type);
    }
}
