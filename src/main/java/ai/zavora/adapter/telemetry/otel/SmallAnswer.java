package ai.zavora.adapter.telemetry.otel;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer with a small body, which is read to its end so that its connection can be used again. The status counts
 * whatever becomes of the body: one that is large is cut off with its connection, one that does not come in time is not
 * waited for; both are empty then.
 */
final class SmallAnswer implements HttpResponse.BodyHandler<byte[]> {
    private static final int LARGEST = 64 << 10;

    /** Far less than the end of a command waits for answers. */
    private static final long PATIENCE_MILLIS = 200;

    @Override
    public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo info) {
        return new Body();
    }

    private static final class Body implements HttpResponse.BodySubscriber<byte[]> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private long passed;

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole.completeOnTimeout(new byte[0], PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
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
                    bytes.writeBytes(piece);
                }
            }
            if (passed > LARGEST && subscription != null) {
                whole.complete(new byte[0]);
                subscription.cancel();
            }
        }

        @Override
        public void onError(Throwable failure) {
            // the status is there, and counts
            whole.complete(new byte[0]);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toByteArray());
        }
    }
}
