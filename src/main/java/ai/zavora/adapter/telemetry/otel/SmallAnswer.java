package ai.zavora.adapter.telemetry.otel;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes the status of an answer at once and reads a small body as it comes, so that its connection can be used again; the
 * next request does not wait for it. A body that goes on past that is cut off with its connection.
 */
final class SmallAnswer implements HttpResponse.BodyHandler<String> {
    private static final int LARGEST = 64 << 10;

    private final Deliveries deliveries;
    private final Outbox.Content content;

    /** @param content what was sent */
    SmallAnswer(Deliveries deliveries, Outbox.Content content) {
        this.deliveries = deliveries;
        this.content = content;
    }

    @Override
    public HttpResponse.BodySubscriber<String> apply(HttpResponse.ResponseInfo info) {
        var body = new Body(info.statusCode() / 100 == 2);
        deliveries.bodyBegun();
        return body;
    }

    private final class Body implements HttpResponse.BodySubscriber<String> {
        private final boolean success;
        /** Made when something comes, which is rare: most answers are empty, and there may be no memory for more. */
        private @Nullable ByteArrayOutputStream bytes;

        private boolean ended;
        private Flow.@Nullable Subscription subscription;
        private long passed;

        Body(boolean success) {
            this.success = success;
        }

        @Override
        public CompletionStage<String> getBody() {
            return CompletableFuture.completedFuture("");
        }

        @Override
        public void onSubscribe(Flow.Subscription toBytes) {
            subscription = toBytes;
            toBytes.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (var buffer : buffers) {
                passed += buffer.remaining();
                if (passed <= LARGEST) {
                    var piece = new byte[buffer.remaining()];
                    buffer.get(piece);
                    bytes = bytes == null ? new ByteArrayOutputStream() : bytes;
                    bytes.writeBytes(piece);
                }
            }
            if (passed > LARGEST && subscription != null) {
                end();
                subscription.cancel();
            }
        }

        @Override
        public void onError(Throwable failure) {
            // the status is there, and counts
            end();
        }

        @Override
        public void onComplete() {
            var rejected = success && bytes != null ? PartialSuccess.rejected(bytes.toByteArray()) : 0;
            if (rejected > 0) {
                // of sums the collector counts points, which are no records
                deliveries.rejected(content == Outbox.Content.RECORDS ? rejected : 0);
            }
            end();
        }

        private void end() {
            if (!ended) {
                ended = true;
                deliveries.bodyEnded();
            }
        }
    }
}
