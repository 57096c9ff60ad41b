package ai.zavora.base.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.OtlpSettings.Signal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables of OpenTelemetry as its specification reads them; what is wrong in them never fails a command. */
final class OtlpVariablesTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment =
            new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4318"));

    private Settings load() {
        return Settings.load(new Sources(Map.of(), environment, folder));
    }

    private OtlpSettings otlp() {
        return load().otlp().orElseThrow();
    }

    @Test
    void withoutAnAddressThereIsNoCollector() {
        environment.clear();

        assertThat(load().otlp()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://c.example:4318, http://c.example:4318/v1/traces",
        "http://c.example:4318/, http://c.example:4318/v1/traces",
        "https://c.example/otlp, https://c.example/otlp/v1/traces",
        "https://c.example/otlp/, https://c.example/otlp/v1/traces",
        "https://c.example/otlp?key=a%20b, https://c.example/otlp/v1/traces?key=a%20b",
    })
    void thePathOfTheSignalIsAddedToTheCommonAddress(String endpoint, URI traces) {
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);

        assertThat(otlp().endpoints()).containsEntry(Signal.TRACES, traces).hasSize(3);
    }

    @Test
    void aSignalsOwnAddressIsTakenAsItIs() {
        environment.put("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://logs.example/in?tenant=7");
        environment.put("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://metrics.example");

        assertThat(otlp().endpoints())
                .containsEntry(Signal.LOGS, URI.create("http://logs.example/in?tenant=7"))
                .containsEntry(Signal.METRICS, URI.create("http://metrics.example/"))
                .containsEntry(Signal.TRACES, URI.create("http://collector.example:4318/v1/traces"));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:4318, does not begin with http:// or https://, http://127.0.0.1:4318",
        "collector.example, does not begin with http:// or https://, http://127.0.0.1:4318",
        "grpc://c.example:4317, does not begin with http:// or https://, http://127.0.0.1:4318",
        "http://, is no address, http://127.0.0.1:4318",
        "http://c.example/a b, is no address, http://127.0.0.1:4318",
        "http:///v1/traces, names no host, http://127.0.0.1:4318",
        "http://my_host:4318, names a host with an underscore, http://127.0.0.1:4318",
        "http://c.example:port, names no host, http://127.0.0.1:4318",
        "http://c.example:65536, names a port above 65535, http://127.0.0.1:4318",
        "http://canary:canary@c.example, holds a user, OTEL_EXPORTER_OTLP_HEADERS",
        "http://canary@my_host, holds a user, OTEL_EXPORTER_OTLP_HEADERS"
    })
    void saysWhatIsWrongWithAnAddressAndWhatToDo(String endpoint, String what, String advice) {
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);

        assertThat(load().otlp()).isEmpty();
        assertThat(load().warnings())
                .singleElement()
                .asString()
                .contains("OTEL_EXPORTER_OTLP_ENDPOINT " + what, "nothing is sent there", advice)
                .doesNotContain("canary", endpoint.replaceFirst("^https?://$", "canary"));
    }

    @Test
    void onlySignalsWithAnAddressAreSent() {
        environment.clear();
        environment.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces.example/v1/traces");

        assertThat(otlp().endpoints()).containsOnlyKeys(Signal.TRACES);
    }

    @Test
    void headersAreDecodedAndNeverShown() {
        environment.put("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%2Cb+c%3D, x-tenant = seven ");

        var headers = otlp().headers();

        assertThat(headers.get("api-key").reveal()).isEqualTo("a,b+c=");
        assertThat(headers.get("x-tenant").reveal()).isEqualTo("seven");
        assertThat(otlp().toString()).doesNotContain("seven");
        assertThat(load().text("otlp_headers")).isEqualTo("****");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-value",
                "=x",
                "a=%zz",
                "a=line%0Abreak",
                "bad name=x",
                "Connection=close",
                "content-length=3",
                "host=x",
                "proxy-authorization=x"
            })
    void wrongHeadersAreLeftOutWithAWarning(String headers) {
        environment.put("OTEL_EXPORTER_OTLP_HEADERS", headers);

        assertThat(otlp().headers()).isEmpty();
        assertThat(load().warnings())
                .singleElement()
                .asString()
                .contains("OTEL_EXPORTER_OTLP_HEADERS")
                .doesNotContain("break");
    }

    @Test
    void theProgramIsDescribed() {
        assertThat(otlp().resource()).containsExactly(Map.entry("service.name", "zavora-cli"));

        environment.put("OTEL_RESOURCE_ATTRIBUTES", "service.name=from-attributes,team=a%20b");
        assertThat(otlp().resource())
                .containsEntry("service.name", "from-attributes")
                .containsEntry("team", "a b");

        environment.put("OTEL_SERVICE_NAME", "from-name");
        assertThat(otlp().resource()).containsEntry("service.name", "from-name");
    }

    @ParameterizedTest
    @CsvSource({"'', 10000, false", "2500, 2500, false", "soon, 10000, true", "0, 10000, true", "-1, 10000, true"})
    void aWrongTimeoutIsTheDefault(String text, long millis, boolean warned) {
        environment.put("OTEL_EXPORTER_OTLP_TIMEOUT", text);

        assertThat(otlp().delivery().timeout()).isEqualTo(Duration.ofMillis(millis));
        assertThat(load().warnings().isEmpty()).isEqualTo(!warned);
    }

    @ParameterizedTest
    @CsvSource({"gzip, GZIP, false", "none, NONE, false", "zstd, NONE, true"})
    void anUnknownCompressionIsNone(String text, OtlpSettings.Compression compression, boolean warned) {
        environment.put("OTEL_EXPORTER_OTLP_COMPRESSION", text);

        assertThat(otlp().delivery().compression()).isEqualTo(compression);
        assertThat(load().warnings().isEmpty()).isEqualTo(!warned);
    }

    @Test
    void anotherProtocolSendsNothing() {
        environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");

        assertThat(load().otlp()).isEmpty();
        assertThat(load().warnings()).singleElement().asString().contains("OTEL_EXPORTER_OTLP_PROTOCOL");
    }

    @ParameterizedTest
    @CsvSource({"OTEL_SDK_DISABLED, TRUE", "ZAVORA_TELEMETRY_ENABLED, false"})
    void whatIsSwitchedOffSendsNothingAndWarnsOfNothing(String variable, String value) {
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "not an address");
        environment.put(variable, value);

        assertThat(load().otlp()).isEmpty();
        assertThat(load().warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "yes", "false"})
    void onlyTrueSwitchesTheLibraryOff(String value) {
        environment.put("OTEL_SDK_DISABLED", value);

        assertThat(load().otlp()).isPresent();
    }
}
