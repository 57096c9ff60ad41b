package ai.zavora.base.error;

/**
 * The five categories of failure. The names and exit codes are contract: scripts branch on them.
 *
 * <p>The kind is chosen where an error is thrown, by the code that knows the cause, never by reading a message.
 */
public enum ErrorKind {
    /** The model provider could not be reached, refused, or answered nonsense. */
    PROVIDER(10),
    /** The session store could not be opened, read or written. */
    SESSION(11),
    /** A tool or its transport failed in a way that ends the run. */
    TOOLING(12),
    /** What the user or operator gave us is wrong: arguments, files, configuration, prompts. */
    INPUT(42),
    /** A defect of ours. */
    INTERNAL(70);

    private final int exitCode;

    ErrorKind(int exitCode) {
        this.exitCode = exitCode;
    }

    /**
     * The kind that ends a run with an exit code.
     *
     * @throws IllegalArgumentException when none does
     */
    public static ErrorKind ofExitCode(int code) {
        for (var kind : values()) {
            if (kind.exitCode == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("exit code " + code);
    }

    /** The process exit code that a run failing with this kind ends with. */
    public int exitCode() {
        return exitCode;
    }
}
