package ai.zavora.core.guardrail;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.GuardrailSettings.Mode;

/** Something was found on the way to a model or back, and dealt with as the mode says. Holds nothing of the text. */
public record GuardrailHit(Direction direction, Mode mode, Detection found) {
    public GuardrailHit {
        requireNonNull(direction, "direction is null");
        requireNonNull(mode, "mode is null");
        requireNonNull(found, "found is null");
    }

    /** What was done, as events name it. */
    public String deed() {
        return switch (mode) {
            case OBSERVE, DISABLED -> "observed";
            case BLOCK -> "blocked";
            case REDACT -> "redacted";
        };
    }

    /** One sentence for people. */
    public String sentence() {
        return "Guardrail: " + deed() + " " + found.count() + (found.count() == 1 ? " place" : " places") + " in the "
                + direction.word() + " (" + String.join(", ", found.hits()) + ").";
    }
}
