package ai.zavora.adapter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.config.ModelSettings;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.testing.FreePort;
import ai.zavora.testing.ModelServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        return transport(limits, NetworkSettings.DIRECT);
    }

    private static ModelTransport transport(ModelLimits limits, NetworkSettings network) {
        var settings = new ProviderSettings(
                Optional.of(new Secret(KEY)),
                Optional.empty(),
                limits,
                network,
                Path.of("models"),
                ModelSettings.OpenAiApi.AUTO);
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
        assertThat(failure(FreePort.closed(), SHORT).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void aConnectionThatIsNotSecuredInTimeIsUnreachable() throws Exception {
        try (var server = RawServer.start(RawServer.Connection::awaitClose);
                var transport = transport(connectWithin(Duration.ofMillis(200)))) {
            var failure = catchThrowableOfType(
                    ModelException.class, () -> transport.send(secureCall(server.port()), new Joining(), _ -> {}));
            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(failure).hasMessage("Acme could not be reached within 200 ms.");
        }
    }

    @Test
    void interruptingTheTlsHandshakeClosesTheConnection() throws Exception {
        var accepted = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        try (var server = RawServer.start(connection -> {
                    connection.in().read();
                    accepted.countDown();
                    connection.awaitClose();
                    closed.countDown();
                });
                var transport = transport(SHORT)) {
            var outcome = new AtomicReference<Throwable>();
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    transport.send(secureCall(server.port()), new Joining(), _ -> {});
                } catch (Throwable e) {
                    outcome.set(e);
                }
            });
            accepted.await();
            caller.interrupt();
            caller.join();
            closed.await();
            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void aServerWithoutTlsIsATlsFailureThatNamesTheScheme() throws Exception {
        try (var server = RawServer.start(connection -> {
                    connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
                    // closed with something unread it would be reset, and the answer lost
                    connection.awaitClose();
                });
                var transport = transport(SHORT)) {
            var failure = catchThrowableOfType(
                    ModelException.class, () -> transport.send(secureCall(server.port()), new Joining(), _ -> {}));
            assertThat(failure.reason()).isEqualTo(Reason.TLS);
            assertThat(failure.hint()).contains("http://").doesNotContain("ZAVORA_CA_BUNDLE");
        }
    }

    @Test
    void aRefusalWhoseBodyNeverEndsIsReportedAtOnce() throws Exception {
        try (var server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 1000\r\n\r\n{");
            connection.awaitClose();
        })) {
            var start = System.nanoTime();
            var failure = failure(server.port(), SHORT);
            assertThat(failure.reason()).isEqualTo(Reason.CREDENTIAL_REFUSED);
            assertThat(failure.hint()).contains("ACME_API_KEY");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void aRefusalBeforeTheWholeRequestIsReadIsHeard() throws Exception {
        var big = "x".repeat(20_000_000);
        try (var server = RawServer.start(connection -> {
                    connection.in().readNBytes(100);
                    connection.write("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n");
                    connection.socket().shutdownOutput();
                    connection.awaitClose();
                });
                var transport = transport(SHORT)) {
            var call = new ModelCall(
                    URI.create("http://127.0.0.1:" + server.port()),
                    Map.of(),
                    JsonValue.object().put("q", big).build(),
                    Framing.SSE);
            var failure =
                    catchThrowableOfType(ModelException.class, () -> transport.send(call, new Joining(), _ -> {}));
            assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
        }
    }

    @Test
    void theProvidersOwnTextIsShownWithoutTheKey() throws Exception {
        var body = "{\"error\":{\"message\":\"Bad key " + KEY + " or gsk_0123456789abcdef.\\u001b[31m\"}}";
        try (var server = RawServer.answering("HTTP/1.1 400 Bad Request\r\n\r\n" + body)) {
            var failure = failure(server.port(), SHORT);
            assertThat(failure.reason()).isEqualTo(Reason.BAD_REQUEST);
            assertThat(failure.getMessage())
                    .isEqualTo("Acme refused the request (HTTP 400): Bad key [REDACTED] or [REDACTED]. [31m.");
        }
    }

    @Test
    void plainJsonIsNotAStream() throws Exception {
        try (var server = RawServer.answering(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"error\":{\"message\":\"no model\"}}")) {
            var failure = failure(server.port(), SHORT);
            assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(failure).hasMessage("Acme answered with plain JSON, not with a stream: no model.");
        }
    }

    @Test
    void chunksAreJoinedAndTheirEndIsTheEnd() throws Exception {
        var head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (var server = RawServer.answering(
                head
                        + "e;x=y\r\ndata: {\"t\":\"a\"\r\n3\r\n}\n\n\r\n6\r\ndata: \r\n6\r\n[DONE]\r\n0\r\nTrailer: x\r\n\r\n")) {
            assertThat(ask(server.port(), SHORT)).isEqualTo("a");
        }
    }

    @Test
    void aKeyThatCannotBeSentIsARefusedOne() {
        try (var transport = transport(SHORT)) {
            var call = new ModelCall(
                    URI.create("http://127.0.0.1:1"),
                    Map.of("Authorization", "Bearer abc\r\nX: y"),
                    JsonValue.Obj.EMPTY,
                    Framing.SSE);
            assertThatThrownBy(() -> transport.send(call, new Joining(), _ -> {}))
                    .isInstanceOfSatisfying(ModelException.class, e -> {
                        assertThat(e.reason()).isEqualTo(ModelException.Reason.CREDENTIAL_REFUSED);
                        assertThat(e.getMessage()).contains("Authorization").doesNotContain("abc");
                    });
        }
    }

    @Test
    void aCertificateFileWithoutCertificatesIsAnInputError(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("empty.pem"), "nothing here");
        var network = new NetworkSettings(Optional.empty(), Optional.empty(), List.of(), Optional.of(file));
        try (var server = RawServer.start(RawServer.Connection::awaitClose);
                var transport = transport(SHORT, network)) {
            assertThatThrownBy(() -> transport.send(secureCall(server.port()), new Joining(), _ -> {}))
                    .isInstanceOf(ZavoraException.class)
                    .hasMessageContaining("empty.pem holds no certificate");
        }
    }

    @Test
    void aPlainRequestGoesThroughTheProxyInAbsoluteForm() throws Exception {
        var request = new AtomicReference<>("");
        try (var proxy = RawServer.start(connection -> {
                    request.set(connection.readRequest());
                    connection.write(SSE_HEAD + "data: [DONE]\n\n");
                });
                var transport = transport(SHORT, through(proxy))) {
            transport.send(
                    new ModelCall(URI.create("http://model.test/v1?a=b"), Map.of(), JsonValue.Obj.EMPTY, Framing.SSE),
                    new Joining(),
                    _ -> {});
            assertThat(request.get())
                    .startsWith("POST http://model.test:80/v1?a=b HTTP/1.1\r\nHost: model.test\r\n")
                    .contains("Proxy-Authorization: Basic dXNlcjpwdw==\r\n");
        }
    }

    @Test
    void aSecureRequestGoesThroughATunnelAndTheNameIsVerified(@TempDir Path folder) throws Exception {
        var request = new AtomicReference<>("");
        try (var provider = ModelServer.startTls(folder);
                var proxy = RawServer.start(connection -> {
                    request.set(connection.readRequest());
                    connection.write("HTTP/1.1 200 Connected\r\n\r\n");
                    connection.relayTo(provider.port());
                })) {
            var address = Optional.of(URI.create("http://user:pw@127.0.0.1:" + proxy.port()));
            var network = new NetworkSettings(address, Optional.empty(), List.of(), Optional.of(provider.caBundle()));
            try (var transport = transport(SHORT, network)) {
                var call =
                        new ModelCall(URI.create("https://model.test/v1"), Map.of(), JsonValue.Obj.EMPTY, Framing.SSE);
                // the certificate is trusted but made for another name
                var failure =
                        catchThrowableOfType(ModelException.class, () -> transport.send(call, new Joining(), _ -> {}));
                assertThat(failure.reason()).isEqualTo(Reason.TLS);
                assertThat(failure.getMessage()).contains("is not for the name model.test");
                assertThat(failure.hint()).doesNotContain("ZAVORA_CA_BUNDLE");
            }
            assertThat(request.get())
                    .startsWith("CONNECT model.test:443 HTTP/1.1\r\nHost: model.test:443\r\n")
                    .endsWith("\r\nProxy-Authorization: Basic dXNlcjpwdw==\r\n\r\n");
        }
    }

    /** The proxy has none. */
    @ParameterizedTest
    @CsvSource({
        "https://model.test/v1, false, certificate of model.test:443 is not trusted",
        "https://model_server/v1, true, is not for the name model_server"
    })
    void theCertificateThatIsRefusedIsTheProviders(
            String address, boolean trusted, String message, @TempDir Path folder) throws Exception {
        try (var provider = ModelServer.startTls(folder);
                var proxy = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 Connected\r\n\r\n");
                    connection.relayTo(provider.port());
                })) {
            var network = new NetworkSettings(
                    Optional.of(URI.create("http://127.0.0.1:" + proxy.port())),
                    Optional.empty(),
                    List.of(),
                    trusted ? Optional.of(provider.caBundle()) : Optional.empty());
            try (var transport = transport(SHORT, network)) {
                var call = new ModelCall(URI.create(address), Map.of(), JsonValue.Obj.EMPTY, Framing.SSE);
                var failure =
                        catchThrowableOfType(ModelException.class, () -> transport.send(call, new Joining(), _ -> {}));

                assertThat(failure.getMessage()).contains(message);
                assertThat(failure.hint()).contains(trusted ? "without an underscore" : "ZAVORA_CA_BUNDLE");
            }
        }
    }

    @Test
    void aProxyThatWantsAPasswordIsNamedAsSuch() throws Exception {
        try (var proxy =
                        RawServer.answering("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
                var transport = transport(SHORT, through(proxy))) {
            for (var target : List.of("https://model.test/v1", "http://model.test/v1")) {
                var call = new ModelCall(URI.create(target), Map.of(), JsonValue.Obj.EMPTY, Framing.SSE);
                var failure =
                        catchThrowableOfType(ModelException.class, () -> transport.send(call, new Joining(), _ -> {}));
                assertThat(failure).hasMessage("The proxy refused the connection (HTTP 407).");
                assertThat(failure.hint()).contains("HTTPS_PROXY");
            }
        }
    }

    @Test
    void plainQuestionsAreAnsweredWithJson() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
                var transport = transport(SHORT)) {
            var answer =
                    transport.get(URI.create("http://127.0.0.1:" + server.port()), Map.of(), Duration.ofSeconds(5));
            assertThat(answer.integer("a")).hasValue(1);
        }
    }

    private static ModelLimits connectWithin(Duration connect) {
        var some = Duration.ofSeconds(20);
        return new ModelLimits(connect, some, some, some, 1, some);
    }

    private static NetworkSettings through(RawServer proxy) {
        var address = Optional.of(URI.create("http://user:pw@127.0.0.1:" + proxy.port()));
        return new NetworkSettings(address, address, List.of(), Optional.empty());
    }

    private static ModelCall secureCall(int port) {
        return new ModelCall(
                URI.create("https://127.0.0.1:" + port + "/v1"), Map.of(), JsonValue.Obj.EMPTY, Framing.SSE);
    }
}
