package ai.zavora.adapter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelTransportTest {
    private static final String SSE_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private static final String KEY = "sk-very-secret-0123456789";

    private static final ModelLimits SHORT = limits(Duration.ofSeconds(5), Duration.ofSeconds(5));

    private static ModelLimits limits(Duration firstEvent, Duration silence) {
        return new ModelLimits(
                Duration.ofSeconds(2), firstEvent, silence, Duration.ofSeconds(20), 1, Duration.ofSeconds(20));
    }

    private static ModelTransport transport(ModelLimits limits) {
        var settings = new ProviderSettings(
                Optional.of(new Secret(KEY)), Optional.empty(), limits, NetworkSettings.DIRECT, Path.of("models"));
        return new ModelTransport("Acme", Optional.of("ACME_API_KEY"), settings, (status, body) -> Reason.BAD_REQUEST);
    }

    private static ModelCall call(int port, Framing framing) {
        return new ModelCall(
                URI.create("http://127.0.0.1:" + port + "/v1/x?a=b"),
                Map.of("Authorization", "Bearer " + KEY),
                JsonValue.object().put("q", "grüß").build(),
                framing);
    }

    private static String ask(int port, ModelLimits limits) throws InterruptedException {
        try (var transport = transport(limits)) {
            return transport
                    .send(call(port, Framing.SSE), new Joining(), _ -> {})
                    .text();
        }
    }

    private static ModelException failure(int port, ModelLimits limits) {
        return catchThrowableOfType(ModelException.class, () -> ask(port, limits));
    }

    @Test
    void sendsTheRequestAndPutsTheStreamTogether() throws Exception {
        var request = new AtomicReference<>("");
        var deltas = new ArrayList<ModelDelta>();
        try (var server = RawServer.start(connection -> {
                    request.set(connection.readRequest());
                    connection.write(SSE_HEAD + "data: {\"t\":\"Hel\"}\n\ndata: {\"t\":\"lo\"}\n\ndata: [DONE]\n\n");
                });
                var transport = transport(SHORT)) {
            var reply = transport.send(call(server.port(), Framing.SSE), new Joining(), deltas::add);
            assertThat(reply.text()).isEqualTo("Hello");
            assertThat(deltas).containsExactly(new ModelDelta.Text("Hel"), new ModelDelta.Text("lo"));
            assertThat(request.get()).isEqualTo("""
                    POST /v1/x?a=b HTTP/1.1
                    Host: 127.0.0.1:%d
                    Authorization: Bearer sk-very-secret-0123456789
                    Content-Type: application/json
                    Accept: text/event-stream
                    Accept-Encoding: identity
                    User-Agent: zavora-cli
                    Connection: close
                    Content-Length: 14

                    {"q":"grüß"}""".formatted(server.port()).replace("\n", "\r\n"));
        }
    }

    @Test
    void interruptingWhileTheModelIsSilentClosesTheConnection() throws Exception {
        var closed = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        try (var server = RawServer.start(connection -> {
            connection.readRequest();
            asked.countDown();
            connection.awaitClose();
            closed.countDown();
        })) {
            var outcome = new AtomicReference<Throwable>();
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    ask(server.port(), SHORT);
                } catch (Throwable e) {
                    outcome.set(e);
                }
            });
            asked.await();
            caller.interrupt();
            caller.join();
            closed.await();
            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void aClosedPortIsUnreachable() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertThat(failure(port, SHORT).reason()).isEqualTo(Reason.UNREACHABLE);
    }
}
