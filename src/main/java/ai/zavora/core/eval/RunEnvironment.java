package ai.zavora.core.eval;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where something was measured.
 *
 * @param java the version of the Java runtime
 * @param os system, its version and the kind of processor
 * @param cpus how many processors the program may use
 * @param version of the program
 * @param commit of the sources it was built from, marked where they had changes; empty when not known
 */
public record RunEnvironment(String java, String os, int cpus, String version, Optional<String> commit) {
    public RunEnvironment {
        requireNonNull(java, "java is null");
        requireNonNull(os, "os is null");
        requireNonNull(version, "version is null");
        requireNonNull(commit, "commit is null");
    }
}
