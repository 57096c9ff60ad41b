package ai.zavora.adapter.telemetry.report;

/** The events a report tells apart. */
enum Kind {
    COMMAND_STARTED("command.started"),
    COMMAND_COMPLETED("command.completed"),
    COMMAND_FAILED("command.failed"),
    TURN_COMPLETED("server.ask.completed"),
    TURN_FAILED("server.ask.failed"),
    MODEL_STARTED("model.request.started"),
    MODEL_RETRYING("model.request.retrying"),
    MODEL_COMPLETED("model.request.completed"),
    MODEL_FAILED("model.request.failed"),
    MODEL_INTERRUPTED("model.request.interrupted"),
    TOOL_REQUESTED("tool.requested"),
    TOOL_SUCCEEDED("tool.succeeded"),
    TOOL_FAILED("tool.failed"),
    INPUT_OBSERVED("guardrail.input.observed"),
    INPUT_BLOCKED("guardrail.input.blocked"),
    INPUT_REDACTED("guardrail.input.redacted"),
    OUTPUT_OBSERVED("guardrail.output.observed"),
    OUTPUT_BLOCKED("guardrail.output.blocked"),
    OUTPUT_REDACTED("guardrail.output.redacted"),
    RECORDS_DROPPED("telemetry.dropped");

    private final String event;

    Kind(String event) {
        this.event = event;
    }

    String event() {
        return event;
    }
}
