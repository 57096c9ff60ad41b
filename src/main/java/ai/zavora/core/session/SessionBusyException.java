package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;

/** Somebody works in the session: it can be had later. */
public final class SessionBusyException extends ZavoraException {
    SessionBusyException(String message, String hint) {
        super(ErrorKind.SESSION, message, hint);
    }
}
