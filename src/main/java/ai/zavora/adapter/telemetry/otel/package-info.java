/**
 * Telemetry for a collector: traces, metrics and logs by OTLP over HTTP, with OpenTelemetry's conventions for generative
 * AI. The only user of the OpenTelemetry libraries; nothing of them is loaded unless a collector is set.
 */
@NullMarked
package ai.zavora.adapter.telemetry.otel;

import org.jspecify.annotations.NullMarked;
