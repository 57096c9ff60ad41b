package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.OtlpSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the tests of this package tell the way to a collector with. */
final class TestCollectors {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private TestCollectors() {}

    /** Logs and traces to a collector there, on the straight way. */
    static OtlpSettings at(String endpoint) {
        return at(endpoint, NetworkSettings.DIRECT);
    }

    /** Logs and traces to a collector there. */
    static OtlpSettings at(String endpoint, NetworkSettings network) {
        return new OtlpSettings(
                Map.of(
                        OtlpSettings.Signal.LOGS,
                        URI.create(endpoint + "/v1/logs"),
                        OtlpSettings.Signal.TRACES,
                        URI.create(endpoint + "/v1/traces")),
                Map.of(),
                new OtlpSettings.Delivery(Duration.ofSeconds(10), OtlpSettings.Compression.NONE),
                Map.of("service.name", "test"),
                Optional.empty(),
                network);
    }

    /** The run of that command. */
    static CommandRun run(String command) {
        return new CommandRun("run-1", command, "1.0", NOW);
    }
}
