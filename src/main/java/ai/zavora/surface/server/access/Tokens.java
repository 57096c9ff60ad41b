package ai.zavora.surface.server.access;

import ai.zavora.base.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;

/** The tokens of the server. */
public final class Tokens {
    private static final String SCHEME = "Bearer ";

    private final Optional<byte[]> operator;

    /** @param operator the token that may do everything; without one, anybody may */
    public Tokens(Optional<Secret> operator) {
        this.operator = operator.map(token -> digest(token.reveal().strip()));
    }

    /** Whether callers are asked for a token. */
    public boolean required() {
        return operator.isPresent();
    }

    /**
     * Who calls.
     *
     * @param authorization the value of that header
     * @return empty when a token is needed and this is none
     */
    public Optional<Caller> caller(Optional<String> authorization) {
        if (!required()) {
            return Optional.of(Caller.OPEN);
        }
        return authorization
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> digest(value.substring(SCHEME.length()).strip()))
                .filter(given -> operator.filter(token -> MessageDigest.isEqual(token, given))
                        .isPresent())
                .map(given -> new Caller("operator", Set.of(Scope.ADMIN), Optional.empty()));
    }

    /** Digests are of one length, so comparing them takes the same time whatever was given. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
