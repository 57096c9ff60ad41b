package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link ProviderProbe} found.
 *
 * @param reach whether the provider answered at all
 * @param credential what became of the key
 * @param latency from the start of the probe to its end
 * @param models the names of models the provider told of, in its order; may be a part of them, or none
 * @param failure why there was no proper answer; empty when there was one
 */
public record ProbeResult(
        Reach reach, Standing credential, Duration latency, List<String> models, Optional<ModelException> failure) {
    public ProbeResult {
        requireNonNull(reach, "reach is null");
        requireNonNull(credential, "credential is null");
        requireNonNull(latency, "latency is null");
        models = List.copyOf(models);
        requireNonNull(failure, "failure is null");
    }

    /** Whether a provider answered. */
    public enum Reach {
        /** It answered, be it with a refusal. */
        REACHED,
        /** Nothing answered in time. */
        UNREACHED
    }

    /** What a provider made of the credential. */
    public enum Standing {
        /** The key was sent and the request was answered. */
        ACCEPTED,
        /** The key was sent, or was missing, and the request was refused for it. */
        REFUSED,
        /** No key was sent and the request was answered. */
        NOT_ASKED_FOR,
        /** The answer tells nothing about the key: a gateway without this route, a failing server, no answer at all. */
        UNKNOWN
    }

    /** Whether the provider answered properly and let us in. */
    public boolean usable() {
        return failure.isEmpty();
    }
}
