package ai.zavora.core.guardrail;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;

/** A guardrail ended a turn. */
public final class GuardrailBlockedException extends ZavoraException {
    private final Direction direction;
    private final String hintWithoutSession;

    GuardrailBlockedException(Direction direction, String message, String hint) {
        this(direction, message, hint, hint);
    }

    /** @param hintWithoutSession the hint where no session keeps the conversation */
    GuardrailBlockedException(Direction direction, String message, String hint, String hintWithoutSession) {
        super(ErrorKind.INPUT, message, hint);
        this.direction = requireNonNull(direction, "direction is null");
        this.hintWithoutSession = requireNonNull(hintWithoutSession, "hintWithoutSession is null");
    }

    /** The same for a conversation that no session keeps. */
    public GuardrailBlockedException withoutSession() {
        return new GuardrailBlockedException(direction, wording().own(), hintWithoutSession);
    }

    /** On whose words it was. */
    public Direction direction() {
        return direction;
    }
}
