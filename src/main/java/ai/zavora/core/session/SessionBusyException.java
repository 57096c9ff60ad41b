package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;

/** Another turn holds the session. */
public final class SessionBusyException extends ZavoraException {
    SessionBusyException(String message, String hint) {
        super(ErrorKind.SESSION, message, hint);
    }
}
