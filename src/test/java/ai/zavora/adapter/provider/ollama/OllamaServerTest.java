package ai.zavora.adapter.provider.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.config.ModelSettings;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.testing.Fault;
import ai.zavora.testing.FreePort;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.SampleRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OllamaServerTest {

    @TempDir
    private Path folder;

    @Test
    void listsTheModelsOfAReachableServer() throws Exception {
        try (var server = ModelServer.start()) {
            var address = settings("127.0.0.1:" + server.port());

            assertThat(OllamaServer.installedModels(address).orElseThrow()).containsExactly("test-model");
        }
    }

    @Test
    void findsNothingAtAClosedPort() throws Exception {
        assertThat(OllamaServer.installedModels(settings("127.0.0.1:" + FreePort.closed())))
                .isEmpty();
    }

    @Test
    void doesNotWaitLongForAServerThatSaysNothing() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var start = System.nanoTime();

            assertThat(OllamaServer.installedModels(settings("127.0.0.1:" + silent.getLocalPort())))
                    .isEmpty();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void saysHowToGetAModelThatIsNotThere() {
        try (var server = ModelServer.start();
                var client = new OllamaClient(settings(server.baseUrl()))) {
            server.reply(Fault.status(404));

            assertThatThrownBy(() -> client.generate(SampleRequest.hello("qwen3:4b"), delta -> {}))
                    .isInstanceOfSatisfying(ModelException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
                        assertThat(e.getMessage()).contains("qwen3:4b");
                        assertThat(e.hint()).contains("ollama pull qwen3:4b");
                    });
        }
    }

    private ProviderSettings settings(String host) {
        return new ProviderSettings(
                Optional.empty(),
                Optional.of(host),
                ModelLimits.DEFAULT,
                NetworkSettings.DIRECT,
                folder,
                ModelSettings.OpenAiApi.AUTO);
    }
}
