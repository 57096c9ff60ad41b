package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;

/** The identity of a session: application, user and session id, all of them not blank. */
public record SessionKey(String app, String user, String id) {
    public SessionKey {
        if (app.isBlank() || user.isBlank() || id.isBlank()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "App name, user id and session id must not be blank.",
                    "Give --app-name, --user-id and --session-id a value, or leave them out for the defaults.");
        }
    }
}
