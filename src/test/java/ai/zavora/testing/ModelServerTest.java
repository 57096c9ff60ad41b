package ai.zavora.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class ModelServerTest {
    private final ModelServer server = ModelServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void answersInTheWireOfTheRequest(Wire wire) throws IOException {
        server.reply(Reply.text("Grüße", " from", " here"));

        var answer = text(post(wire));

        assertThat(answer).contains("Grüße", " from", " here");
        assertThat(server.lastRequest().wire()).contains(wire);
        assertThat(server.lastRequest().model()).isEqualTo("m1");
        assertThat(server.lastRequest().system()).isEqualTo("Be kind.");
        assertThat(server.lastRequest().said()).containsExactly("user: Hi");
        assertThat(server.lastRequest().toolNames()).containsExactly("clock");
        assertThat(server.lastRequest().clientClosedEarly()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void rendersToolCallsReasoningAndUnknownEvents(Wire wire) throws IOException {
        var arguments = JsonValue.object().put("zone", "Europe/Berlin").build();
        server.reply(Reply.reasoning("Let me think.", "sig==")
                .thenUnknownEvents()
                .then(Reply.toolUses(
                        Reply.Call.of("call_1", "clock", arguments), Reply.Call.of("call_2", "other", arguments))));

        var answer = text(post(wire));

        assertThat(answer).contains("Let me think.", "clock", "other", "uture");
        assertThat(answer.contains("sig==")).isEqualTo(wire.carriesSignatures());
        assertThat(answer.contains("call_2")).isEqualTo(wire.carriesCallIds());
    }

    @ParameterizedTest
    @EnumSource
    void repliesWithErrorsThatEchoCredentialAndPrompt(Wire wire) throws IOException {
        server.reply(Fault.status(429, Duration.ofSeconds(7)));

        var connection = post(wire);

        assertThat(connection.getResponseCode()).isEqualTo(429);
        assertThat(connection.getHeaderField("Retry-After")).isEqualTo("7");
        assertThat(new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("secret-key", "Hi");
    }

    @ParameterizedTest
    @EnumSource
    void cutsInTheMiddleOfAnEvent(Wire wire) throws IOException {
        server.reply(Fault.cutMidEvent());

        var in = post(wire).getInputStream();

        assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource
    void noticesThatTheClientGoesAwayInSilence(Wire wire) throws Exception {
        server.reply(Fault.silenceBeforeFirstEvent());
        var connection = post(wire);
        assertThat(connection.getResponseCode()).isEqualTo(200);

        connection.disconnect();

        assertThat(server.lastRequest().awaitClientClosedEarly(Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void holdsAReplyUntilTheGateOpens() throws Exception {
        var gate = new Gate();
        server.reply(Reply.text("first").thenWaitFor(gate).thenText("second"));
        var in = post(Wire.OPENAI_CHAT).getInputStream();
        var seen = new StringBuilder();
        while (seen.indexOf("first") < 0) {
            seen.append((char) in.read());
        }
        gate.awaitReached();
        assertThat(seen).doesNotContain("second");

        gate.open();

        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("second");
    }

    @Test
    void servesSeveralRequestsOnOneConnection() throws IOException {
        text(post(Wire.OPENAI_CHAT));
        text(post(Wire.ANTHROPIC));

        assertThat(server.requests()).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void streamsManyEventsQuickly() throws IOException {
        server.reply(Reply.manyDeltas("word ", 100_000));

        try (var in = post(Wire.OPENAI_CHAT).getInputStream()) {
            assertThat(count(in, "word ")).isEqualTo(100_000);
        }
    }

    @Test
    void sendsAHugeEvent() throws IOException {
        server.reply(Fault.hugeEvent(5_000_000));

        assertThat(text(post(Wire.GEMINI))).hasSizeGreaterThan(5_000_000).contains("xxx\"}");
    }

    @Test
    void servesSimultaneousClients() {
        server.answering(request -> Reply.text(request.lastUserText()));

        var answers = java.util.stream.IntStream.range(0, 20)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return text(post(Wire.OLLAMA));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).contains("Hi"));
        assertThat(server.requests()).hasSize(20);
    }

    @Test
    void listsModels() throws IOException {
        var connection = (HttpURLConnection)
                URI.create(server.baseUrl() + "/api/tags").toURL().openConnection();

        assertThat(text(connection)).contains("test-model");
        assertThat(server.otherRequests()).hasSize(1);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void speaksTlsWithACertificateOfItsOwn(@TempDir Path folder) throws Exception {
        try (var secure = ModelServer.startTls(folder)) {
            var url = URI.create(secure.baseUrl(Wire.OPENAI_CHAT) + "/chat/completions")
                    .toURL();
            assertThatThrownBy(() -> send((HttpURLConnection) url.openConnection(), "{\"messages\":[]}"))
                    .isInstanceOf(javax.net.ssl.SSLException.class);
            var trusting = (HttpsURLConnection) url.openConnection();
            trusting.setSSLSocketFactory(trusting(secure.caBundle()).getSocketFactory());
            assertThat(text(send(trusting, "{\"model\":\"m\",\"messages\":[]}")))
                    .contains(" server.");
        }
    }

    private static SSLContext trusting(Path pem) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(pem)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private HttpURLConnection post(Wire wire) throws IOException {
        var url = URI.create(server.baseUrl(wire)
                        + switch (wire) {
                            case OPENAI_CHAT -> "/chat/completions";
                            case OPENAI_RESPONSES -> "/responses";
                            case ANTHROPIC -> "/v1/messages";
                            case GEMINI -> "/v1beta/models/m1:streamGenerateContent?alt=sse";
                            case OLLAMA -> "/api/chat";
                        })
                .toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setRequestProperty("Authorization", "Bearer secret-key");
        return send(connection, body(wire));
    }

    private static String body(Wire wire) {
        return switch (wire) {
            case OPENAI_CHAT, OLLAMA -> """
                {"model":"m1","messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}],
                 "tools":[{"type":"function","function":{"name":"clock"}}]}""";
            case OPENAI_RESPONSES -> """
                {"model":"m1","instructions":"Be kind.","tools":[{"type":"function","name":"clock"}],
                 "input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]}]}""";
            case ANTHROPIC -> """
                {"model":"m1","system":"Be kind.","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],
                 "tools":[{"name":"clock"}]}""";
            case GEMINI -> """
                {"systemInstruction":{"parts":[{"text":"Be kind."}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]}],
                 "tools":[{"functionDeclarations":[{"name":"clock"}]}]}""";
        };
    }

    private static HttpURLConnection send(HttpURLConnection connection, String body) throws IOException {
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        connection.getResponseCode();
        return connection;
    }

    private static String text(HttpURLConnection connection) throws IOException {
        try (var in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int count(InputStream in, String word) throws IOException {
        var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return text.split(word, -1).length - 1;
    }
}
