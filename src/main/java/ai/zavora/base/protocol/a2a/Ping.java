package ai.zavora.base.protocol.a2a;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * A message from one agent to another that wants an acknowledgement.
 *
 * @param correlationId what the message belongs to; its own id where that is empty
 * @param payload anything
 */
public record Ping(
        String fromAgent, String toAgent, String messageId, Optional<String> correlationId, JsonValue payload) {
    /** The name of the protocol. */
    public static final String PROTOCOL = "zavora-a2a-v1";

    public Ping {
        requireNonNull(fromAgent, "fromAgent is null");
        requireNonNull(toAgent, "toAgent is null");
        requireNonNull(messageId, "messageId is null");
        requireNonNull(payload, "payload is null");
    }

    /** The message as it is sent. */
    public JsonValue.Obj toJson() {
        return JsonValue.object()
                .put("from_agent", fromAgent)
                .put("to_agent", toAgent)
                .put("message_id", messageId)
                .putOrNull("correlation_id", correlationId)
                .put("payload", payload)
                .build();
    }

    /** The answer of the agent it was sent to. */
    public Acknowledgement acknowledge() {
        return new Acknowledgement(
                /* fromAgent= */ toAgent,
                /* toAgent= */ fromAgent,
                "ack-" + messageId,
                correlationId.orElse(messageId),
                messageId);
    }

    /** An answer to a ping. */
    public record Acknowledgement(
            String fromAgent, String toAgent, String messageId, String correlationId, String acknowledgedMessageId) {
        private static final String STATUS = "acknowledged";

        /** Reads one as it is sent; empty for anything else. */
        public static Optional<Acknowledgement> of(JsonValue.Obj json) {
            var texts = List.of("from_agent", "to_agent", "message_id", "correlation_id", "acknowledged_message_id");
            var values = texts.stream()
                    .flatMap(member -> json.string(member).stream())
                    .toList();
            if (values.size() < texts.size() || !json.string("status").equals(Optional.of(STATUS))) {
                return Optional.empty();
            }
            return Optional.of(
                    new Acknowledgement(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4)));
        }

        /** Whether this answers that ping. */
        public boolean acknowledges(Ping ping) {
            return acknowledgedMessageId.equals(ping.messageId())
                    && correlationId.equals(ping.correlationId().orElse(ping.messageId()))
                    && fromAgent.equals(ping.toAgent())
                    && toAgent.equals(ping.fromAgent());
        }

        public String status() {
            return STATUS;
        }

        /** The answer as it is sent. */
        public JsonValue.Obj toJson() {
            return JsonValue.object()
                    .put("from_agent", fromAgent)
                    .put("to_agent", toAgent)
                    .put("message_id", messageId)
                    .put("correlation_id", correlationId)
                    .put("acknowledged_message_id", acknowledgedMessageId)
                    .put("status", status())
                    .put(
                            "payload",
                            JsonValue.object()
                                    .put("accepted", true)
                                    .put("protocol", PROTOCOL)
                                    .build())
                    .build();
        }
    }
}
