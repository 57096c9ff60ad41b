package ai.zavora.testing;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Does what the script says with one request, in the wire the request came in on. */
final class Performance {
    private static final int BLOCK = 65_536;

    private final Exchange exchange;
    private final WireFormat format;

    Performance(Exchange exchange, WireFormat format) {
        this.exchange = exchange;
        this.format = format;
    }

    /** Refuses the request as the provider does what breaks its rules. */
    boolean refuse(String why) throws IOException {
        return refuse(new WireFormat.Refusal(400, format.error(400, why)));
    }

    /** Whether the connection can be used for another request. */
    boolean perform(Scripted scripted) throws IOException {
        return switch (scripted) {
            case Reply reply -> reply(reply);
            case Fault.Status(var code, var retryAfter) -> {
                var headers = new HashMap<String, String>();
                retryAfter.ifPresent(value -> headers.put("Retry-After", value));
                yield error(code, format.error(code, echo()), headers);
            }
            case Fault.ContextOverflow() -> refuse(format.contextOverflow(echo()));
            case Fault.ContentFilter() -> filterPrompt();
            case Fault.CloseAtOnce() -> false;
            case Fault.SilenceBeforeHeaders() -> {
                exchange.untilClientGone();
                yield false;
            }
            case Fault.HtmlPage() -> {
                exchange.whole(
                        200,
                        Map.of("Content-Type", "text/html"),
                        "<!doctype html><title>Welcome</title><p>Please sign in.\n".getBytes(StandardCharsets.UTF_8));
                yield true;
            }
            case Fault.Redirect(var location) -> {
                exchange.whole(307, Map.of("Location", location.toString()), new byte[0]);
                yield true;
            }
            case Fault.Raw(var bytes) -> {
                exchange.raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
                yield false;
            }
            case Fault.SlowDrip(var perByte) -> reply(Fault.BEGUN.inWritesOf(1).withPauses(perByte));
            case Fault streaming -> brokenStream(streaming);
        };
    }

    private boolean reply(Reply reply) throws IOException {
        var rendered = format.render(reply, exchange.request());
        exchange.startChunks(format.contentType());
        exchange.frames(rendered.opening(), reply.delivery());
        exchange.frames(rendered.body(), reply.delivery());
        exchange.frames(rendered.closing(), reply.delivery());
        exchange.request().markAnswered();
        exchange.endChunks();
        return true;
    }

    private boolean brokenStream(Fault fault) throws IOException {
        var begun = format.render(Fault.BEGUN, exchange.request());
        exchange.startChunks(format.contentType());
        switch (fault) {
            case Fault.SilenceBeforeFirstEvent() -> exchange.untilClientGone();
            case Fault.SilenceBetweenEvents() -> {
                begin(begun);
                exchange.untilClientGone();
            }
            case Fault.CutMidEvent() -> {
                begin(begun);
                send(half(begun.closing().getFirst()));
            }
            case Fault.EndWithoutDone() -> {
                begin(begun);
                exchange.endChunks();
            }
            case Fault.ErrorEvent() -> {
                begin(begun);
                send(format.errorEvent(echo()));
                exchange.endChunks();
            }
            case Fault.MalformedJson() -> {
                send(format.malformed());
                exchange.frames(begun.closing(), Reply.Delivery.WHOLE_EVENTS);
                exchange.endChunks();
            }
            case Fault.HugeEvent(var bytes) -> huge(bytes);
            case Fault.EndlessLine(var bytes) -> fill(bytes);
            case Fault.KeepAliveOnly(var pause) -> {
                while (!exchange.request().clientGone().isDone()) {
                    send(format.keepAlive());
                    exchange.pause(pause);
                }
            }
            default -> throw new IllegalStateException("not a broken stream: " + fault);
        }
        return false;
    }

    private void begin(WireFormat.Rendered begun) throws IOException {
        exchange.frames(begun.opening(), Reply.Delivery.WHOLE_EVENTS);
        exchange.frames(begun.body(), Reply.Delivery.WHOLE_EVENTS);
    }

    private void huge(long bytes) throws IOException {
        var mark = "@huge@";
        var around = format.render(Reply.text(mark), exchange.request());
        exchange.frames(around.opening(), Reply.Delivery.WHOLE_EVENTS);
        for (var frame : around.body()) {
            var text = ((Frame.Events) frame).text();
            var at = text.indexOf(mark);
            if (at < 0) {
                send(text);
                continue;
            }
            send(text.substring(0, at));
            fill(bytes);
            send(text.substring(at + mark.length()));
        }
        exchange.frames(around.closing(), Reply.Delivery.WHOLE_EVENTS);
        exchange.endChunks();
    }

    private void fill(long bytes) throws IOException {
        var block = new byte[BLOCK];
        Arrays.fill(block, (byte) 'x');
        for (var left = bytes; left > 0; left -= BLOCK) {
            exchange.chunk(block, 0, (int) Math.min(left, BLOCK));
        }
    }

    private boolean filterPrompt() throws IOException {
        var refusal = format.contentFilter(echo());
        return refusal.isPresent() ? refuse(refusal.get()) : reply(Reply.empty().ending(Reply.Ending.CONTENT_FILTER));
    }

    private boolean refuse(WireFormat.Refusal refusal) throws IOException {
        return error(refusal.status(), refusal.body(), new HashMap<>());
    }

    private boolean error(int status, JsonValue.Obj body, Map<String, String> headers) throws IOException {
        headers.put("Content-Type", "application/json");
        exchange.whole(status, headers, Json.write(body).getBytes(StandardCharsets.UTF_8));
        exchange.request().markAnswered();
        return true;
    }

    /** What careless providers and proxies write into errors: the key and the prompt they were sent. */
    private String echo() {
        var request = exchange.request();
        var key = request.header("authorization")
                .or(() -> request.header("x-api-key"))
                .or(() -> request.header("x-goog-api-key"))
                .orElse(request.query());
        return "refused by the model server; credential: " + key + "; prompt: " + request.lastUserText();
    }

    private void send(String text) throws IOException {
        exchange.frames(List.of(Frame.of(text)), Reply.Delivery.WHOLE_EVENTS);
    }

    private static String half(Frame frame) {
        var text = ((Frame.Events) frame).text();
        return text.substring(0, text.length() / 2);
    }
}
