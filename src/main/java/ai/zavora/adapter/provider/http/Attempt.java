package ai.zavora.adapter.provider.http;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelReply;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The calling thread's side of one exchange: waits within the limits and makes sense of what comes. */
final class Attempt {
    private static final int MAX_ERROR_BODY = 64 * 1024;

    private final Exchange exchange;
    private final String provider;
    private final Faults.Peers peers;
    private final Refusals refusals;
    private final Deadlines deadlines;

    Attempt(Exchange exchange, String provider, Faults.Peers peers, Refusals refusals, ModelLimits limits) {
        this.exchange = exchange;
        this.provider = provider;
        this.peers = peers;
        this.refusals = refusals;
        this.deadlines = new Deadlines(provider, limits);
    }

    /** The reply to a streamed request. */
    ModelReply stream(Framing framing, ReplyAssembler assembler, Consumer<ModelDelta> onDelta)
            throws InterruptedException {
        var head = success();
        if (!streams(head, framing)) {
            throw notAStream(head);
        }
        var events = new EventSplitter(framing, event -> {
            var complete = assembler.accept(event, onDelta);
            deadlines.event();
            return complete;
        });
        while (true) {
            switch (next()) {
                case Signal.Bytes bytes -> {
                    if (feed(events, bytes.content())) {
                        return assembler.finish().withDistinctCalls();
                    }
                }
                case Signal.End _, Signal.Failed _ -> {
                    drain(events);
                    return assembler.finish().withDistinctCalls();
                }
                case Signal.Connected _, Signal.Sent _, Signal.Head _ ->
                    throw new IllegalStateException("out of order");
            }
        }
    }

    /** The JSON object that answers a plain request. */
    JsonValue.Obj json(int maxBytes) throws InterruptedException {
        success();
        var body = body(maxBytes);
        try {
            return Json.parseObject(body);
        } catch (JsonException e) {
            throw malformed("did not answer with a JSON object: " + e.getMessage());
        }
    }

    private boolean feed(EventSplitter events, byte[] bytes) {
        try {
            return events.feed(bytes);
        } catch (JsonException e) {
            throw malformed("sent something that is not its protocol: " + e.getMessage());
        }
    }

    /** After the end, a last event that is not whole is a cut, which the assembler reports better. */
    private static void drain(EventSplitter events) {
        try {
            events.end();
        } catch (JsonException e) {
            // cut in its middle
        }
    }

    private ResponseHead success() throws InterruptedException {
        while (true) {
            switch (next()) {
                case Signal.Connected _ -> deadlines.connected();
                case Signal.Sent _ -> deadlines.sent();
                case Signal.Head(var head) -> {
                    if (head.status() == 200) {
                        return head;
                    }
                    deadlines.refused();
                    throw refusals.of(head, body(MAX_ERROR_BODY));
                }
                case Signal.Failed(var cause) -> throw Faults.of(cause, provider, peers, refusals);
                case Signal.Bytes _, Signal.End _ -> throw new IllegalStateException("out of order");
            }
        }
    }

    private static boolean streams(ResponseHead head, Framing framing) {
        return switch (head.mediaType()) {
            case "text/html", "application/xhtml+xml" -> false;
            case "application/json" -> framing == Framing.NDJSON;
            default -> true;
        };
    }

    private ModelException notAStream(ResponseHead head) throws InterruptedException {
        if (head.mediaType().contains("html")) {
            return malformed("answered with a web page, not with a model's reply");
        }
        deadlines.refused();
        var text = body(MAX_ERROR_BODY);
        try {
            var own = refusals.ownText(Json.parseObject(text));
            return malformed("answered with plain JSON, not with a stream"
                    + own.map(message -> ": " + message).orElse(""));
        } catch (JsonException e) {
            return malformed("answered with plain JSON, not with a stream");
        }
    }

    private ModelException malformed(String what) {
        return new ModelException(Reason.MALFORMED, provider + " " + what + ".", refusals.hint(Reason.MALFORMED));
    }

    /** The body as far as it comes within its limits of time and size; what is cut off is not an error here. */
    private String body(int maxBytes) throws InterruptedException {
        var body = new ByteBuilder(maxBytes);
        while (deadlines.remaining() > 0) {
            var signal = exchange.next(deadlines.remaining());
            if (signal.isEmpty() || !(signal.get() instanceof Signal.Bytes piece)) {
                break;
            }
            var bytes = piece.content();
            var fits = Math.min(bytes.length, maxBytes - body.length());
            if (!body.append(bytes, 0, fits) || fits < bytes.length) {
                break;
            }
        }
        return body.text(StandardCharsets.UTF_8);
    }

    private Signal next() throws InterruptedException {
        // checked first: bytes that drip without ever making an event must not keep the request alive
        if (deadlines.remaining() <= 0) {
            throw deadlines.exceeded();
        }
        return exchange.next(deadlines.remaining()).orElseThrow(deadlines::exceeded);
    }
}
