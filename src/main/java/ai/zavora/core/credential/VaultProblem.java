package ai.zavora.core.credential;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A vault is there and did not do what it was asked. A machine without a vault is no problem.
 *
 * @param kind what went wrong
 * @param message for people, without a full stop; holds no key
 */
public record VaultProblem(Kind kind, String message) {
    public VaultProblem {
        requireNonNull(kind, "kind is null");
        requireNonNull(message, "message is null");
    }

    /** What happened, as a part of a sentence. */
    public String told() {
        return "the OS vault could not be asked: " + message;
    }

    /** As {@link #told}, joined to a sentence about a key that is missing; nothing where there was no problem. */
    public static String andTold(Optional<VaultProblem> problem) {
        return problem.map(known -> ", and " + known.told()).orElse("");
    }

    /** How a vault fails. */
    public enum Kind {
        /** It refused, or is broken. */
        FAILED,
        /** It did not answer in time: it may wait for somebody to unlock it. */
        TIMED_OUT
    }
}
