package ai.zavora.surface.server.idempotency;

import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiRequest;
import java.util.Optional;

/**
 * The name a caller gives to an ask, so that the same ask can be sent again.
 *
 * @param user for whom it is asked; each user has names of its own
 */
public record IdempotencyKey(String user, String text) {
    /** The header field it comes in. */
    public static final String HEADER = "Idempotency-Key";

    private static final int MAX = 255;

    /**
     * The key of a request; empty where it has none.
     *
     * @throws ApiException 400, when it is malformed or there are several
     */
    public static Optional<IdempotencyKey> of(String user, ApiRequest.Headers headers) {
        var given = headers.all(HEADER);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        var text = given.getFirst();
        if (given.size() > 1
                || text.isEmpty()
                || text.length() > MAX
                || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw ApiException.badRequest(
                    "The " + HEADER + " is malformed.",
                    "Send one key of 1 to " + MAX + " visible ASCII characters, such as a new UUID for each ask.");
        }
        return Optional.of(new IdempotencyKey(user, text));
    }
}
