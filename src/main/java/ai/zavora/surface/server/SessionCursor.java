package ai.zavora.surface.server;

import ai.zavora.core.session.SessionSummary;
import ai.zavora.surface.server.wire.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * A place in the list of sessions, most recently updated first and those of the same time by id. A session that is updated
 * while somebody pages moves to the front; none that stays is left out.
 */
record SessionCursor(Instant updatedAt, String id) {

    static SessionCursor at(SessionSummary session) {
        return new SessionCursor(session.updatedAt(), session.key().id());
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws ApiException 400, when it is something else
     */
    static SessionCursor parse(String text) {
        try {
            var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            var end = plain.indexOf('\n');
            if (end > 0) {
                return new SessionCursor(Instant.parse(plain.substring(0, end)), plain.substring(end + 1));
            }
            throw unknown();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unknown();
        }
    }

    private static ApiException unknown() {
        return ApiException.badRequest(
                "\"cursor\" is none of this server's.", "Send the next_cursor of the page before, or leave it out.");
    }

    /** Opaque to callers. */
    String text() {
        var plain = updatedAt + "\n" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a session comes later in the list. */
    boolean isBefore(SessionSummary session) {
        var order = session.updatedAt().compareTo(updatedAt);
        return order < 0 || (order == 0 && session.key().id().compareTo(id) > 0);
    }
}
