package ai.zavora.surface.server.turn;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.UnusableSettingException;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.core.guardrail.Direction;
import ai.zavora.core.guardrail.GuardrailBlockedException;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.session.SessionBusyException;
import ai.zavora.core.session.StoreLostException;
import ai.zavora.core.session.UnwritableStoreException;
import ai.zavora.surface.server.wire.ApiException;

/**
 * Failures of the program as callers get to see them. What a store or a defect says may name files of this machine, so
 * callers learn of it only that it happened. Of what a model provider says they learn our own words alone. The operator
 * finds the rest in the log under the id of the request.
 */
public final class Failures {
    /** What callers are told when the file of the sessions is gone. */
    public static final String STORE_LOST = "The session database was removed or replaced while the server runs.";

    /** The word for programs where a guardrail blocks. */
    public static final String CONTENT_FILTER = "content_filter";

    private Failures() {}

    /** Whether the operator should know of it: it is not the caller's alone, or somebody else spoke of it. */
    static boolean concernsOperator(ZavoraException error) {
        return error.kind() != ErrorKind.INPUT
                || error.getCause() instanceof ModelException
                || error instanceof UnusableSettingException;
    }

    /** The answer to a request that ran into this. */
    public static ApiException of(ZavoraException error) {
        if (error instanceof GuardrailBlockedException blocked && blocked.direction() == Direction.OUTPUT) {
            return new ApiException(403, Failure.of(error).own()).coded(CONTENT_FILTER);
        }
        if (error instanceof GuardrailBlockedException) {
            return new ApiException(400, Failure.of(error).own()).coded(CONTENT_FILTER);
        }
        if (error instanceof UnusableSettingException) {
            return misconfigured();
        }
        if (error instanceof SessionBusyException) {
            return ApiException.conflict("The session is in use.", "Wait until it is free, or use another session_id.");
        }
        if (error instanceof UnwritableStoreException) {
            return hidden(error.kind(), "The session store has no room for this, which is not kept.");
        }
        if (error instanceof StoreLostException) {
            return hidden(error.kind(), STORE_LOST);
        }
        return switch (error.kind()) {
            case INPUT ->
                isTooLong(error)
                        ? new ApiException(400, Failure.of(error).own()).coded("context_length_exceeded")
                        : new ApiException(400, Failure.of(error).own());
            case PROVIDER, TOOLING -> new ApiException(500, Failure.of(error).own());
            case SESSION -> hidden(error.kind(), "The session store could not do it.");
            case INTERNAL -> hidden(error.kind(), "The server has a defect.");
        };
    }

    private static boolean isTooLong(ZavoraException error) {
        return error.getCause() instanceof ModelException model
                && model.reason() == ModelException.Reason.CONTEXT_OVERFLOW;
    }

    /** The answer to a request that ran into a defect. */
    public static ApiException ofDefect() {
        return hidden(ErrorKind.INTERNAL, "The server has a defect.");
    }

    /** The answer where no model can be asked. */
    public static ApiException noModel(ZavoraException error) {
        return ApiException.unavailable(Failure.of(error).own());
    }

    /** The answer where no model can be opened for a fault in what the operator has set. */
    static ApiException misconfigured() {
        return ApiException.unavailable(new Failure(
                ErrorKind.PROVIDER.name(),
                "No model can be asked: the server's configuration or its kept keys cannot be used.",
                "The operator learns why from 'zavora-cli doctor', and from the server's log under the id of this request.",
                ErrorKind.PROVIDER.exitCode()));
    }

    /** The answer to what the server is too late to begin. */
    public static ApiException stopping() {
        return Stop.SHUTDOWN.failure();
    }

    /**
     * The answer to what is no request.
     *
     * @param status 500 when the server is at fault
     */
    public static ApiException malformed(int status) {
        return status != 500
                ? new ApiException(
                        status,
                        new Failure(
                                ErrorKind.INPUT.name(),
                                "This is no request that the server takes.",
                                "Send HTTP/1.1 as RFC 9112 says.",
                                ErrorKind.INPUT.exitCode()))
                : ofDefect();
    }

    private static ApiException hidden(ErrorKind kind, String message) {
        var hint = "The server's log has more under the id of this request.";
        return new ApiException(500, new Failure(kind.name(), message, hint, kind.exitCode()));
    }
}
