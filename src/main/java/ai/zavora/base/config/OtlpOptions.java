package ai.zavora.base.config;

import java.util.List;

/**
 * The variables that OpenTelemetry defines for the way to a collector. They are often set for a whole machine, so what is
 * wrong in them is warned about by {@link OtlpVariables} and never fails a command; hence they are texts here.
 */
final class OtlpOptions {

    static final Option ENDPOINT = address("otlp_endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT")
            .help(
                    "Where traces, metrics and logs are sent by OTLP over HTTP; v1/traces, v1/metrics and v1/logs are added."
                            + " Nothing is sent when it is not set, or when telemetry_enabled is false.");
    static final Option TRACES_ENDPOINT = address("otlp_traces_endpoint", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
            .help("Where traces are sent, taken as it is, in place of the common address.");
    static final Option METRICS_ENDPOINT = address("otlp_metrics_endpoint", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")
            .help("Where metrics are sent, taken as it is, in place of the common address.");
    static final Option LOGS_ENDPOINT = address("otlp_logs_endpoint", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT")
            .help("Where logs are sent, taken as it is, in place of the common address.");
    static final Option PROTOCOL = variable("otlp_protocol", "OTEL_EXPORTER_OTLP_PROTOCOL")
            .help("How they are sent: http/protobuf, the only way this program has.");
    static final Option COMPRESSION = variable("otlp_compression", "OTEL_EXPORTER_OTLP_COMPRESSION")
            .help("gzip compresses what is sent; none does not, and neither does leaving it out.");
    static final Option TIMEOUT = variable("otlp_timeout_ms", "OTEL_EXPORTER_OTLP_TIMEOUT")
            .help("Milliseconds one request to the collector may take while a command runs; 10000 when not set. The end"
                    + " of a command waits half a second at most whatever this says.");
    static final Option HEADERS = variable("otlp_headers", "OTEL_EXPORTER_OTLP_HEADERS")
            .type(new OptionType.Credential())
            .help("Headers for the collector, such as a key: name=value pairs separated by commas, values"
                    + " percent-encoded. Never shown.");
    static final Option SERVICE_NAME = variable("otel_service_name", "OTEL_SERVICE_NAME")
            .help("The name the program goes by at the collector; zavora-cli when not set.");
    static final Option RESOURCE = variable("otel_resource_attributes", "OTEL_RESOURCE_ATTRIBUTES")
            .help("What else describes this program at the collector: name=value pairs separated by commas, values"
                    + " percent-encoded.");
    static final Option DISABLED =
            variable("otel_sdk_disabled", "OTEL_SDK_DISABLED").help("true sends nothing, whatever the addresses say.");
    static final Option TRACE_PARENT = variable("traceparent", "TRACEPARENT")
            .help("The span this command belongs to, as W3C Trace Context writes it; other texts are ignored.");

    static final List<Option> ALL = List.of(
            ENDPOINT,
            TRACES_ENDPOINT,
            METRICS_ENDPOINT,
            LOGS_ENDPOINT,
            PROTOCOL,
            COMPRESSION,
            TIMEOUT,
            HEADERS,
            SERVICE_NAME,
            RESOURCE,
            DISABLED,
            TRACE_PARENT);

    private OtlpOptions() {}

    private static Option.Builder variable(String name, String variable) {
        return Option.named(name, OptionGroup.TELEMETRY).flags().notInProfiles().variables(variable);
    }

    /** A web address, too, but what is wrong in it is warned about only. */
    private static Option.Builder address(String name, String variable) {
        return variable(name, variable).type(new OptionType.Address(OptionType.Address.Form.AS_WRITTEN));
    }
}
