package ai.zavora.adapter.telemetry.otel;

import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;

/** Where spans, measurements and log records are made. Used by the sending thread. */
record Signals(Tracer tracer, Meter meter, Logger logger) {}
