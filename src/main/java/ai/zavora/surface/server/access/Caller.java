package ai.zavora.surface.server.access;

import java.util.Optional;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param name for logs
 * @param user the only user whose sessions the caller may touch; empty for those of every user
 */
public record Caller(String name, Set<Scope> scopes, Optional<String> user) {
    /** Anybody, where the server knows no tokens. */
    public static final Caller OPEN = new Caller("open", Set.of(Scope.values()), Optional.empty());

    /** Somebody without a token, where the server knows some. */
    public static final Caller NOBODY = new Caller("nobody", Set.of(), Optional.empty());

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the caller may see more than that the server is there. */
    public boolean known() {
        return !scopes.isEmpty();
    }

    /** Whether the caller may do it. */
    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }
}
