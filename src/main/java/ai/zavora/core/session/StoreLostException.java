package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;

/** The place of a store was removed or replaced while it was open: what was written last there may be lost. */
public final class StoreLostException extends ZavoraException {
    /** Message and hint as in {@link ZavoraException}; the kind is SESSION. */
    public StoreLostException(String message, String hint) {
        super(ErrorKind.SESSION, message, hint);
    }
}
