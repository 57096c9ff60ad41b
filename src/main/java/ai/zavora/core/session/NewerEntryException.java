package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;

/** An entry holds something that this program was not built to understand. */
public final class NewerEntryException extends ZavoraException {
    /** @param what that is, in words for people */
    NewerEntryException(String what) {
        super(
                ErrorKind.SESSION,
                "The session holds an entry this version does not understand: " + what + ".",
                "A newer zavora-cli wrote it: update this one, or use another --session-id.");
    }
}
