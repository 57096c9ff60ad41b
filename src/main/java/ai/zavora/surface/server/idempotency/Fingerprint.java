package ai.zavora.surface.server.idempotency;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells bodies apart without keeping them.
 *
 * @param sha256 in hexadecimal
 */
public record Fingerprint(String sha256) {

    /** That of a body; white space between its members does not count, their order does. */
    public static Fingerprint of(JsonValue.Obj body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return new Fingerprint(
                    HexFormat.of().formatHex(digest.digest(Json.write(body).getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
