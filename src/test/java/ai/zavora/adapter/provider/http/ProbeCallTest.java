package ai.zavora.adapter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.config.ModelSettings;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ProbeResult;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as the answer of a provider that is asked for its models. */
final class ProbeCallTest {

    private static ProbeResult answered(String body) throws Exception {
        var answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        try (var server = RawServer.answering(answer)) {
            var settings = new ProviderSettings(
                    Optional.empty(),
                    Optional.empty(),
                    ModelLimits.DEFAULT,
                    NetworkSettings.DIRECT,
                    Path.of("/none"),
                    ModelSettings.OpenAiApi.AUTO);
            try (var transport =
                    new ModelTransport("Test", Optional.empty(), settings, (status, error) -> Reason.BAD_REQUEST)) {
                var address = URI.create("http://127.0.0.1:" + server.port() + "/models");
                return new ProbeCall(address, Map.of(), "data", "id").send(transport, settings);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"error\":\"nope\"}",
                "{\"data\":\"nope\"}",
                "{\"data\":[5,null]}",
                "{\"data\":[{\"name\":\"other\"}]}"
            })
    void whatIsNoListOfModelsIsNoAnswer(String body) throws Exception {
        var result = answered(body);

        assertThat(result.usable()).isFalse();
        assertThat(result.failure().map(ModelException::reason)).contains(Reason.MALFORMED);
        assertThat(result.failure().orElseThrow()).hasMessageContaining("no list of models");
    }

    @Test
    void aLimitThatNobodySetIsNotToBeRaised() {
        var failure = new ModelException(Reason.TIMEOUT, "Test was too slow.", "Raise the limit.");
        var usual = ModelLimits.DEFAULT;
        var second = Duration.ofSeconds(1);
        var shorter = new ModelLimits(second, second, second, second, 1, second);

        assertThat(ProbeCall.explained(failure, usual).hint()).doesNotContainIgnoringCase("raise");
        assertThat(ProbeCall.explained(failure, usual)).hasMessage("Test was too slow.");
        assertThat(ProbeCall.explained(failure, shorter)).isSameAs(failure);
    }

    @Test
    void aListMayBeEmpty() throws Exception {
        assertThat(answered("{\"data\":[]}").usable()).isTrue();
        assertThat(answered("{\"data\":null}").usable()).isTrue();
        assertThat(answered("{\"data\":[{\"id\":\"m\"}]}").models()).containsExactly("m");
    }
}
