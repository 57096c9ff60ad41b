package ai.zavora.testing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A way in which a provider, or something between it and us, can fail. */
public sealed interface Fault extends Scripted {

    /** The answer that streaming faults begin before they go wrong. */
    Reply BEGUN = Reply.text("Once ", "upon ", "a time.");

    /**
     * An error status with the body the provider of the wire sends.
     *
     * @param retryAfter the value of the {@code Retry-After} header, word for word
     */
    record Status(int code, Optional<String> retryAfter) implements Fault {}

    /** The prompt is longer than the model's window: the provider's own words for it. */
    record ContextOverflow() implements Fault {}

    /** The provider's filter refuses the prompt; on wires without one, status 400. */
    record ContentFilter() implements Fault {}

    /** The answer begins and then the provider reports an error of its own inside the stream. */
    record ErrorEvent() implements Fault {}

    /** The answer begins; the connection is closed in the middle of an event. */
    record CutMidEvent() implements Fault {}

    /** The answer begins; the stream then ends properly, but without the event that ends an answer. */
    record EndWithoutDone() implements Fault {}

    /** The first event is not JSON. */
    record MalformedJson() implements Fault {}

    /** One event with a text of so many bytes, followed by a proper end. */
    record HugeEvent(long bytes) implements Fault {}

    /** An answer of one line without an end, of so many bytes. */
    record EndlessLine(long bytes) implements Fault {}

    /** The request is read and nothing happens until the client closes. */
    record SilenceBeforeHeaders() implements Fault {}

    /** The head of the response is sent and nothing more until the client closes. */
    record SilenceBeforeFirstEvent() implements Fault {}

    /** The answer begins and then nothing more comes until the client closes. */
    record SilenceBetweenEvents() implements Fault {}

    /** An answer that comes one byte at a time with this pause between the bytes. */
    record SlowDrip(Duration perByte) implements Fault {}

    /** Comment lines only, with this pause between them, until the client closes: alive, but no event. */
    record KeepAliveOnly(Duration pause) implements Fault {}

    /** The request is read and the connection closed. */
    record CloseAtOnce() implements Fault {}

    /** A web page with status 200, as a captive portal or a wrong base URL sends. */
    record HtmlPage() implements Fault {}

    /** A redirect to another address. */
    record Redirect(URI location) implements Fault {}

    /** These very bytes in place of an HTTP response; then the connection is closed. */
    record Raw(String bytes) implements Fault {}

    static Fault status(int code) {
        return new Status(code, Optional.empty());
    }

    /** @param retryAfter whole seconds */
    static Fault status(int code, Duration retryAfter) {
        return new Status(code, Optional.of(Long.toString(retryAfter.toSeconds())));
    }

    static Fault contextOverflow() {
        return new ContextOverflow();
    }

    static Fault contentFilter() {
        return new ContentFilter();
    }

    static Fault errorEvent() {
        return new ErrorEvent();
    }

    static Fault cutMidEvent() {
        return new CutMidEvent();
    }

    static Fault endWithoutDone() {
        return new EndWithoutDone();
    }

    static Fault malformedJson() {
        return new MalformedJson();
    }

    static Fault hugeEvent(long bytes) {
        return new HugeEvent(bytes);
    }

    static Fault endlessLine(long bytes) {
        return new EndlessLine(bytes);
    }

    static Fault silenceBeforeHeaders() {
        return new SilenceBeforeHeaders();
    }

    static Fault silenceBeforeFirstEvent() {
        return new SilenceBeforeFirstEvent();
    }

    static Fault silenceBetweenEvents() {
        return new SilenceBetweenEvents();
    }

    static Fault slowDrip(Duration perByte) {
        return new SlowDrip(perByte);
    }

    static Fault keepAliveOnly(Duration pause) {
        return new KeepAliveOnly(pause);
    }

    static Fault closeAtOnce() {
        return new CloseAtOnce();
    }

    static Fault htmlPage() {
        return new HtmlPage();
    }

    static Fault redirect(URI location) {
        return new Redirect(location);
    }

    /** A refusal whose error says just that; then the connection is closed. */
    static Fault refusal(int status, String message) {
        var body = "{\"error\":{\"message\":\"" + message + "\"}}";
        return raw("HTTP/1.1 " + status + " No\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + body);
    }

    static Fault raw(String bytes) {
        return new Raw(bytes);
    }
}
