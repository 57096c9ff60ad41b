package ai.zavora.surface.cli.syntax;

/** The command line is not one of ours. */
public final class UsageException extends Exception {
    /** The exit code of a wrong command line, as it is for most programs. */
    public static final int EXIT_CODE = 2;

    private final String hint;

    /**
     * @param message what is wrong, one sentence
     * @param hint what would be right, one sentence
     */
    public UsageException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** What is wrong. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** What would be right. */
    public String hint() {
        return hint;
    }
}
