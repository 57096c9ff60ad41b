package ai.zavora.base.config;

import java.util.EnumSet;
import java.util.Set;

/** Under which heading an option is documented, in the order of the headings. */
public enum OptionGroup {
    INPUT("Input and output", Effect.NOW),
    MODEL("Model", Effect.NOW),
    LIMITS("Model limits", Effect.NOW),
    PROFILE("Profile", Effect.NOW),
    SESSION("Session", Effect.NOW),
    TOOLS("Tools", Effect.NOW),
    GUARDRAIL("Guardrails", Effect.NOW),
    TELEMETRY("Telemetry", Effect.NOW),
    NETWORK("Network and addresses", Effect.NOW),
    SERVER("Server", Effect.NOW),
    CREDENTIALS("Credentials", Effect.NOW),
    RESERVED("Reserved: checked and shown, without effect in this version", Effect.LATER);

    /** Whether setting an option changes what this version does. */
    public enum Effect {
        NOW,
        LATER
    }

    private final String title;
    private final Effect effect;

    OptionGroup(String title, Effect effect) {
        this.title = title;
        this.effect = effect;
    }

    /** What commands that run turns on behalf of one person take. */
    public static Set<OptionGroup> ofTurns() {
        return EnumSet.complementOf(EnumSet.of(SERVER, RESERVED));
    }

    /** The heading. */
    public String title() {
        return title;
    }

    public Effect effect() {
        return effect;
    }
}
