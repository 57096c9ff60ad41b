package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;

/** A store has no place to write to: the disk is full, the folder cannot be written, or a link leads nowhere. What it holds is intact. */
public final class UnwritableStoreException extends ZavoraException {
    /** Message and hint as in {@link ZavoraException}; the kind is SESSION. */
    public UnwritableStoreException(String message, String hint) {
        super(ErrorKind.SESSION, message, hint);
    }

    /** Message and hint as in {@link ZavoraException}; the kind is SESSION. */
    public UnwritableStoreException(String message, String hint, Throwable cause) {
        super(ErrorKind.SESSION, message, hint, cause);
    }
}
