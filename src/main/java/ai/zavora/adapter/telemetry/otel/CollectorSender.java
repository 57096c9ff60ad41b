package ai.zavora.adapter.telemetry.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.function.Consumer;

/**
 * Sends the messages of one signal. All signals share one client, and with it connections, which is what the senders of
 * OpenTelemetry cannot do; nothing is sent twice and no redirect is followed, so that a header reaches the collector and
 * nobody else.
 */
final class CollectorSender implements HttpSender {
    private static final String PAGE = "text/html";

    private final HttpClient client;
    private final HttpSenderConfig config;
    private final Deliveries deliveries;
    private final Outbox.Content content;

    /** @param content what is sent */
    CollectorSender(HttpClient client, HttpSenderConfig config, Deliveries deliveries, Outbox.Content content) {
        this.client = client;
        this.config = config;
        this.deliveries = deliveries;
        this.content = content;
    }

    @Override
    public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
        var answer = client.sendAsync(request(message), new SmallAnswer(deliveries, content));
        deliveries.begun();
        var _ = answer.whenComplete((response, failure) -> {
            try {
                if (failure == null && isPage(response)) {
                    var page = new PageException();
                    deliveries.failed(page);
                    onError.accept(page);
                } else if (failure == null) {
                    deliveries.answered(response.statusCode());
                    onResponse.accept(new Answer(response.statusCode()));
                } else {
                    deliveries.failed(failure);
                    onError.accept(failure);
                }
            } catch (RuntimeException | Error e) {
                // nothing of this signal is sent while a request has no end
                deliveries.broken(e);
                onError.accept(e);
            }
        });
    }

    /** As a server answers that is no collector: a form to log in, a user interface that answers to every path. */
    private static boolean isPage(java.net.http.HttpResponse<?> response) {
        return response.statusCode() / 100 == 2
                && response.headers()
                        .firstValue("Content-Type")
                        .filter(type -> type.regionMatches(true, 0, PAGE, 0, PAGE.length()))
                        .isPresent();
    }

    /** Success was answered, but by no collector. */
    static final class PageException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private HttpRequest request(MessageWriter message) {
        var request = HttpRequest.newBuilder(config.getEndpoint())
                .timeout(config.getTimeout())
                .header("Content-Type", config.getContentType());
        config.getHeadersSupplier()
                .get()
                .forEach((name, values) -> values.forEach(value -> request.setHeader(name, value)));
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(bytes(message, request)))
                .build();
    }

    private byte[] bytes(MessageWriter message, HttpRequest.Builder request) {
        var bytes = new ByteArrayOutputStream();
        try {
            var compressor = config.getCompressor();
            if (compressor == null) {
                message.writeMessage(bytes);
            } else {
                request.header("Content-Encoding", compressor.getEncoding());
                try (var compressed = compressor.compress(bytes)) {
                    message.writeMessage(compressed);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }

    /** What the library would make of the body is logged by it only, and its log is silenced. */
    private record Answer(int status) implements HttpResponse {
        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public String getStatusMessage() {
            return "";
        }

        @Override
        @SuppressWarnings("mutable")
        public byte[] getResponseBody() {
            return new byte[0];
        }
    }
}
