package ai.zavora.surface.server.access;

import ai.zavora.base.config.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tokens of the server: the operator's own, and those of a file. Safe for use from several threads. */
public final class Tokens {
    private static final String SCHEME = "Bearer ";

    private final List<KnownToken> operator;
    private final Optional<FileTokens> file;

    /**
     * Without both anybody may do everything.
     *
     * @param operator the token that may do everything; stronger than the same token in the file
     */
    public Tokens(Optional<Secret> operator, Optional<FileTokens> file) {
        var caller = new Caller("operator", Set.of(Scope.ADMIN), Optional.empty());
        this.operator = operator.map(
                        token -> KnownToken.plain(caller, token.reveal().strip()))
                .map(List::of)
                .orElse(List.of());
        this.file = file;
    }

    /** Whether callers are asked for a token; true for a file without any, which nobody can satisfy. */
    public boolean required() {
        return !operator.isEmpty() || file.isPresent();
    }

    /**
     * Who calls. What was given is compared with every token, nothing given too, so that the time taken tells neither
     * which token came close nor whether there was one.
     *
     * @param authorization all values of that header
     * @return empty when a token is needed and this is none
     */
    public Optional<Caller> caller(List<String> authorization) {
        if (!required()) {
            return Optional.of(Caller.OPEN);
        }
        var given = given(authorization);
        var digest = KnownToken.digest(given);
        var found = matching(file.map(FileTokens::current).orElse(List.of()), digest);
        var strongest = matching(operator, digest).or(() -> found);
        return given.isEmpty() ? Optional.empty() : strongest;
    }

    /** The empty text for none. */
    private static String given(List<String> authorization) {
        var value = authorization.size() == 1 ? authorization.getFirst().strip() : "";
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? value.substring(SCHEME.length()).strip()
                : "";
    }

    private static Optional<Caller> matching(List<KnownToken> tokens, byte[] digest) {
        Optional<Caller> found = Optional.empty();
        for (var token : tokens) {
            if (token.hasDigest(digest)) {
                found = Optional.of(token.caller());
            }
        }
        return found;
    }
}
