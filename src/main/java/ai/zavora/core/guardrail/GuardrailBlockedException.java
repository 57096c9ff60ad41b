package ai.zavora.core.guardrail;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;

/** A guardrail ended a turn. */
public final class GuardrailBlockedException extends ZavoraException {
    private final Direction direction;

    GuardrailBlockedException(Direction direction, String message, String hint) {
        super(ErrorKind.INPUT, message, hint);
        this.direction = requireNonNull(direction, "direction is null");
    }

    /** On whose words it was. */
    public Direction direction() {
        return direction;
    }
}
