package ai.zavora.adapter.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.config.ModelSettings;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.llm.ProbeResult.Reach;
import ai.zavora.core.llm.ProbeResult.Standing;
import ai.zavora.testing.FreePort;
import ai.zavora.testing.ModelServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ProbesTest {
    private static final String KEY = "sk-probe-0123456789";
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "openai, /v1/models, authorization, Bearer sk-probe-0123456789",
        "deepseek, /models, authorization, Bearer sk-probe-0123456789",
        "groq, /openai/v1/models, authorization, Bearer sk-probe-0123456789",
        "anthropic, /v1/models, x-api-key, sk-probe-0123456789",
        "gemini, /v1beta/models, x-goog-api-key, sk-probe-0123456789",
        "ollama, /api/tags, authorization, Bearer sk-probe-0123456789"
    })
    void asksOnceForTheListOfModels(String provider, String path, String header, String value) throws Exception {
        try (var server = ModelServer.start()) {
            var base = provider.equals("openai") ? server.baseUrl() + "/v1" : server.baseUrl();

            var result = probe(provider, base, Optional.of(KEY));

            assertThat(result.reach()).isEqualTo(Reach.REACHED);
            assertThat(result.credential()).isEqualTo(Standing.ACCEPTED);
            assertThat(result.usable()).isTrue();
            assertThat(result.models()).singleElement().asString().endsWith("test-model");
            assertThat(result.latency()).isPositive();
            assertThat(server.otherRequests()).singleElement().satisfies(request -> {
                assertThat(request.method()).isEqualTo("GET");
                assertThat(request.path()).isEqualTo(path);
                assertThat(request.query()).doesNotContain(KEY);
                assertThat(request.header(header)).contains(value);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("remote")
    void tellsARefusedKeyFromAnAnswerThatSaysNothingOfIt(String provider) throws Exception {
        for (var refused : new int[] {401, 403}) {
            var result = answered(provider, refused);
            assertThat(result.reach()).isEqualTo(Reach.REACHED);
            assertThat(result.credential()).isEqualTo(Standing.REFUSED);
            assertThat(reason(result)).isEqualTo(Reason.CREDENTIAL_REFUSED);
        }
        for (var other : new int[] {404, 429, 500}) {
            var result = answered(provider, other);
            assertThat(result.reach()).isEqualTo(Reach.REACHED);
            assertThat(result.credential()).isEqualTo(Standing.UNKNOWN);
            assertThat(result.usable()).isFalse();
        }
        assertThat(reason(answered(provider, 404))).isEqualTo(Reason.NOT_FOUND);
        assertThat(reason(answered(provider, 500))).isEqualTo(Reason.SERVER_ERROR);
    }

    @ParameterizedTest
    @MethodSource("remote")
    void findsNobodyAtAClosedPort(String provider) throws Exception {
        var result = probe(provider, "http://127.0.0.1:" + FreePort.closed(), Optional.of(KEY));

        assertThat(result.reach()).isEqualTo(Reach.UNREACHED);
        assertThat(result.credential()).isEqualTo(Standing.UNKNOWN);
        assertThat(reason(result)).isEqualTo(Reason.UNREACHABLE);
        assertThat(result.failure().orElseThrow().toString()).doesNotContain(KEY);
    }

    @Test
    void needsNoKeyWhereTheServerAsksForNone() throws Exception {
        try (var server = ModelServer.start()) {
            assertThat(probe("ollama", server.baseUrl(), Optional.empty()).credential())
                    .isEqualTo(Standing.NOT_ASKED_FOR);
        }
    }

    @Test
    void givesUpOnAHostThatSaysNothing() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var hurried = new ModelLimits(Duration.ofSeconds(1), SHORT, SHORT, SHORT, 4, Duration.ofSeconds(60));
            var settings = settings("http://127.0.0.1:" + silent.getLocalPort(), Optional.of(KEY), hurried);

            var result = new Probes().probe(Providers.named("openai").orElseThrow(), settings);

            assertThat(result.reach()).isEqualTo(Reach.UNREACHED);
            assertThat(reason(result)).isEqualTo(Reason.TIMEOUT);
        }
    }

    @Test
    void endsAtOnceWhenInterrupted() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var outcome = new AtomicReference<Throwable>(new AssertionError("it ended without an exception"));
            var address = "http://127.0.0.1:" + silent.getLocalPort();
            var probing = Thread.ofVirtual().start(() -> {
                try {
                    probe("openai", address, Optional.of(KEY));
                } catch (Exception e) {
                    outcome.set(e);
                }
            });
            try (var connection = silent.accept()) {
                probing.interrupt();
                assertThat(probing.join(Duration.ofSeconds(5))).isTrue();
                connection.setSoTimeout(5_000);
                // what was sent of the request, then the end
                assertThat(connection.getInputStream().readAllBytes().length).isLessThan(10_000);
            }
            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatThrownBy(() -> probe("openai", "ftp://example", Optional.of(KEY)))
                .isInstanceOf(ZavoraException.class);
    }

    static Stream<String> remote() {
        return Providers.all().stream().map(ModelProvider::id).filter(id -> !id.equals("local"));
    }

    private ProbeResult answered(String provider, int status) throws InterruptedException {
        try (var server = ModelServer.start().otherRequestsFail(status)) {
            return probe(provider, server.baseUrl(), Optional.of(KEY));
        }
    }

    private static Reason reason(ProbeResult result) {
        return result.failure().map(ModelException::reason).orElseThrow();
    }

    private ProbeResult probe(String provider, String base, Optional<String> key) throws InterruptedException {
        return new Probes().probe(Providers.named(provider).orElseThrow(), settings(base, key, ModelLimits.DEFAULT));
    }

    private ProviderSettings settings(String base, Optional<String> key, ModelLimits limits) {
        return new ProviderSettings(
                key.map(Secret::new),
                Optional.of(base),
                limits,
                NetworkSettings.DIRECT,
                folder,
                ModelSettings.OpenAiApi.AUTO);
    }
}
