package ai.zavora.surface.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A token the server takes, of which it keeps the digest only. Immutable. */
final class KnownToken {
    private final Caller caller;
    private final byte[] sha256;

    private KnownToken(Caller caller, byte[] sha256) {
        this.caller = caller;
        this.sha256 = sha256;
    }

    /** @param token the token itself */
    static KnownToken plain(Caller caller, String token) {
        return new KnownToken(caller, digest(token));
    }

    /** @param sha256 of the token in UTF-8 */
    static KnownToken digested(Caller caller, byte[] sha256) {
        return new KnownToken(caller, sha256.clone());
    }

    /** Who has it. */
    Caller caller() {
        return caller;
    }

    /** Whether that is its digest. Digests are of one length, so the time taken does not depend on what was given. */
    boolean hasDigest(byte[] given) {
        return MessageDigest.isEqual(sha256, given);
    }

    /** Whether both are the same token. */
    boolean equalsToken(KnownToken other) {
        return hasDigest(other.sha256);
    }

    /** The SHA-256 digest of a token. */
    static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
