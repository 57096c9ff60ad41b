package ai.zavora.base.config;

import static java.util.Objects.requireNonNull;

/** A credential. It prints as stars, so that it cannot reach a log by accident; two with the same text are equal. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = requireNonNull(value, "value is null");
    }

    /** The credential itself, for the request that needs it and nothing else. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "****";
    }
}
