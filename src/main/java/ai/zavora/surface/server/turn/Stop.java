package ai.zavora.surface.server.turn;

import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.surface.server.wire.ApiException;
import java.util.Locale;

/** Why a turn was stopped before its end. */
public enum Stop {
    /** Somebody asked for it. */
    REQUESTED(409, "The turn was interrupted", "The session can be continued with its id."),
    /** The caller went away. */
    CALLER_GONE(409, "The caller went away", "Ask with \"detach\": true to let a turn go on without its caller."),
    /** It took too long. */
    TIMEOUT(504, "The turn took too long", "Ask for a smaller step, or let the operator raise --turn-timeout-secs."),
    /** It would have taken more memory than there is for answers. */
    TOO_LARGE(
            503,
            "The answers of all turns together grew too large, and this one was ended",
            "Ask for a shorter answer or when less is going on, or let the operator give the server more memory."),
    /** The server is being stopped. */
    SHUTDOWN(
            503,
            "The server was stopped",
            "Ask again when it is back; a recorded session can be continued with its id.");

    private final int status;
    private final String message;
    private final String hint;

    Stop(int status, String message, String hint) {
        this.status = status;
        this.message = message;
        this.hint = hint;
    }

    /**
     * The answer to whoever asks for a turn that ended without one earlier.
     *
     * @param reason the word of the journal
     */
    static ApiException recorded(String reason) {
        return REQUESTED.failure("The turn ended without an answer (" + reason + ")");
    }

    /** Whether the server ended the turn for a limit of its own. Such a turn has failed, and the operator can help it. */
    boolean isLimit() {
        return this == TIMEOUT || this == TOO_LARGE;
    }

    /** Its name in records. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The answer to whoever waits for the turn. */
    ApiException failure() {
        return failure(message);
    }

    private ApiException failure(String what) {
        var interrupted = Failure.interrupted(130);
        return new ApiException(status, new Failure(interrupted.category(), what, hint, interrupted.exitCode()));
    }
}
