package ai.zavora.base.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a collector is reached by OTLP over HTTP, and what the program calls itself there.
 *
 * @param endpoints where each signal goes; a signal that is missing is not sent
 * @param headers of each request, by their names
 * @param delivery how requests are made
 * @param resource attributes of the program by their names, {@code service.name} among them
 * @param traceParent the span the command belongs to, as W3C Trace Context writes it, unchecked
 * @param network the way to it
 */
public record OtlpSettings(
        Map<Signal, URI> endpoints,
        Map<String, Secret> headers,
        Delivery delivery,
        Map<String, String> resource,
        Optional<String> traceParent,
        NetworkSettings network) {

    /** What is sent. */
    public enum Signal {
        TRACES,
        METRICS,
        LOGS
    }

    /**
     * How requests are made.
     *
     * @param timeout for one request
     */
    public record Delivery(Duration timeout, Compression compression) {}

    /** What is done to the bytes. */
    public enum Compression {
        NONE,
        GZIP
    }

    public OtlpSettings {
        endpoints = Map.copyOf(endpoints);
        headers = Map.copyOf(headers);
        requireNonNull(delivery, "delivery is null");
        resource = Map.copyOf(resource);
        requireNonNull(traceParent, "traceParent is null");
        requireNonNull(network, "network is null");
    }
}
