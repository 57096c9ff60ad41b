package ai.zavora.base.error;

/**
 * A file that the settings name and that turns out to be unusable only when it is needed: INPUT of whoever set it, which
 * in a server is its operator and none of its callers.
 */
public final class UnusableSettingException extends ZavoraException {
    public UnusableSettingException(String message, String hint) {
        super(ErrorKind.INPUT, message, hint);
    }
}
