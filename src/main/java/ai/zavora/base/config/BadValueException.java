package ai.zavora.base.config;

/** A value that its option does not take. The layer it came from adds where that was. */
public final class BadValueException extends Exception {
    private final String hint;

    /**
     * @param problem what is wrong, to follow the option's name and a colon
     * @param hint what would be right
     */
    BadValueException(String problem, String hint) {
        super(problem);
        this.hint = hint;
    }

    /** What is wrong, to follow the option's name and a colon; never holds a credential. */
    public String problem() {
        return String.valueOf(getMessage());
    }

    /** What would be right, one sentence. */
    public String hint() {
        return hint;
    }
}
