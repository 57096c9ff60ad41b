package ai.zavora.base.error;

/** Exit codes that name no error of ours; those of errors are in {@link ErrorKind}. */
public final class ExitCodes {
    /** Standard output was closed by its reader: 128 and the number of SIGPIPE, as a shell reports it. */
    public static final int OUTPUT_CLOSED = 141;

    private ExitCodes() {}
}
