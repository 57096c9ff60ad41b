package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.text.Redaction;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.StopReason;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Locale;

/** The words of OpenTelemetry's conventions for generative AI, for what we have others for. */
final class Conventions {
    static final String ERROR_TYPE = "error.type";
    static final String OPERATION = "gen_ai.operation.name";
    static final String PROVIDER = "gen_ai.provider.name";
    static final String REQUEST_MODEL = "gen_ai.request.model";
    static final String CONVERSATION = "gen_ai.conversation.id";
    static final String TOOL_NAME = "gen_ai.tool.name";
    static final String CHAT = "chat";

    /** The error type of what has no other. */
    static final String OTHER_ERROR = "_OTHER";

    /** The error type, and the outcome, of what ended before its end because somebody or a limit wanted it. */
    static final String INTERRUPTED = "interrupted";

    private static final int LONGEST_NAME = 64;

    private Conventions() {}

    /** What spans and metrics of a request to a model share. */
    static AttributesBuilder request(String operation, ModelRoute route) {
        return Attributes.builder()
                .put(OPERATION, operation)
                .put(PROVIDER, provider(route.provider()))
                .put(REQUEST_MODEL, route.model());
    }

    static String provider(String ours) {
        return ours.equals("gemini") ? "gcp.gemini" : ours;
    }

    /** A model in our own process is no peer. */
    static SpanKind kind(ModelRoute route) {
        return route.provider().equals("local") ? SpanKind.INTERNAL : SpanKind.CLIENT;
    }

    static String finishReason(StopReason reason) {
        return switch (reason) {
            case COMPLETE -> "stop";
            case TOOL_USE -> "tool_call";
            case MAX_TOKENS -> "length";
            case CONTENT_FILTER -> "content_filter";
            case OTHER -> "other";
        };
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The name of a tool as a model gave it. */
    static String tool(String name) {
        return safe(name, "invalid-name");
    }

    /** A name or id that a model chose; what could be prose or a key is not sent. */
    static String safe(String name, String otherwise) {
        return !name.isEmpty()
                        && name.length() <= LONGEST_NAME
                        && name.chars()
                                .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "_.:/-".indexOf(c) >= 0))
                        && Redaction.keys(name).equals(name)
                ? name
                : otherwise;
    }
}
