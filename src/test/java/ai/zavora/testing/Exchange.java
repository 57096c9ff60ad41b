package ai.zavora.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The answering side of one request: writes HTTP, and waits while watching for a client that goes away. */
final class Exchange {
    private final OutputStream out;
    private final SentRequest request;
    private final CompletableFuture<Void> over;

    /** @param serverClosing completed when the server goes down */
    Exchange(OutputStream out, SentRequest request, CompletableFuture<Void> serverClosing) {
        this.out = out;
        this.request = request;
        this.over = CompletableFuture.anyOf(request.clientGone(), serverClosing).thenApply(any -> null);
    }

    SentRequest request() {
        return request;
    }

    /** Sends a response whole. */
    void whole(int status, Map<String, String> headers, byte[] body) throws IOException {
        out.write(head(status, headers, "Content-Length: " + body.length));
        out.write(body);
        out.flush();
    }

    /** Sends the head of a response whose body follows in chunks. */
    void startChunks(String contentType) throws IOException {
        out.write(head(200, Map.of("Content-Type", contentType), "Transfer-Encoding: chunked"));
        out.flush();
    }

    /** Sends frames, each as one chunk unless the delivery says otherwise. */
    void frames(List<Frame> frames, Reply.Delivery delivery) throws IOException {
        for (var frame : frames) {
            switch (frame) {
                case Frame.Events(var text) -> deliver(text.getBytes(StandardCharsets.UTF_8), delivery);
                case Frame.Pause(var gate) -> gate.passUnless(over);
            }
            stopIfOver();
        }
    }

    private void deliver(byte[] bytes, Reply.Delivery delivery) throws IOException {
        var step = delivery.bytesPerWrite() == 0 ? bytes.length : delivery.bytesPerWrite();
        for (var at = 0; at < bytes.length; at += step) {
            chunk(bytes, at, Math.min(step, bytes.length - at));
            if (!delivery.pause().isZero()) {
                pause(delivery.pause());
            }
        }
    }

    /** Sends one chunk. */
    void chunk(byte[] bytes, int from, int length) throws IOException {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, from, length);
        out.write(new byte[] {'\r', '\n'});
        out.flush();
    }

    /** Ends a body of chunks properly. */
    void endChunks() throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Sends bytes as they are. */
    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Waits; ends early with an exception when the client goes. */
    void pause(Duration time) throws IOException {
        try {
            over.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException expected) {
            return;
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IOException(e);
        }
        stopIfOver();
    }

    /** Waits until the client closes the connection. */
    void untilClientGone() {
        over.join();
    }

    private void stopIfOver() throws IOException {
        if (over.isDone()) {
            throw new IOException("the client went away");
        }
    }

    private static byte[] head(int status, Map<String, String> headers, String framing) {
        var head = new StringBuilder("HTTP/1.1 " + status + " Status " + status + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append(framing).append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
