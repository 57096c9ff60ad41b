package ai.zavora.adapter.telemetry.otel;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes the status of an answer at once and lets a small body pass by, so that its connection can be used again. A body
 * that goes on past that is cut off with its connection.
 */
final class StatusOnly implements HttpResponse.BodyHandler<String> {
    private static final long LARGEST = 64L << 10;

    @Override
    public HttpResponse.BodySubscriber<String> apply(HttpResponse.ResponseInfo info) {
        return new Passing();
    }

    private static final class Passing implements HttpResponse.BodySubscriber<String> {
        private Flow.@Nullable Subscription subscription;
        private long passed;

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
            }
            if (passed > LARGEST && subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onError(Throwable failure) {
            // the status was all we wanted
        }

        @Override
        public void onComplete() {
            // as above
        }
    }
}
