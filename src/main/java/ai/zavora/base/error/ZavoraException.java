package ai.zavora.base.error;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.text.Redaction;

/**
 * A failure that ends what was asked for: it says which category it belongs to, what happened, and what to do next.
 *
 * <p>Neither text may hold a credential, a prompt or a request header. What looks like a key is taken out of both.
 */
public class ZavoraException extends RuntimeException {

    private final ErrorKind kind;
    private final Wording wording;
    private final String hint;

    /**
     * @param kind the category, which fixes the exit code
     * @param message what happened, one sentence of ours, shown to people and recorded
     * @param hint what to do next, one sentence, shown to people
     */
    public ZavoraException(ErrorKind kind, String message, String hint) {
        this(kind, Wording.own(message), hint);
    }

    /**
     * @param kind the category, which fixes the exit code
     * @param message what happened, one sentence of ours, shown to people and recorded
     * @param hint what to do next, one sentence, shown to people
     * @param cause the underlying failure, kept for debug logs only
     */
    public ZavoraException(ErrorKind kind, String message, String hint, Throwable cause) {
        this(kind, Wording.own(message), hint, cause);
    }

    /**
     * A failure of which some may see more than others.
     *
     * @param kind the category, which fixes the exit code
     * @param wording what happened; {@link #getMessage} is all of it
     * @param hint what to do next, one sentence of ours, shown to people
     */
    public ZavoraException(ErrorKind kind, Wording wording, String hint) {
        super(wording.full());
        this.wording = wording;
        this.kind = requireNonNull(kind, "kind is null");
        this.hint = Redaction.keys(requireNonNull(hint, "hint is null"));
    }

    /**
     * A failure that somebody else spoke of, too.
     *
     * @param kind the category, which fixes the exit code
     * @param wording what happened; {@link #getMessage} is all of it
     * @param hint what to do next, one sentence of ours, shown to people
     * @param cause the underlying failure, kept for debug logs only
     */
    public ZavoraException(ErrorKind kind, Wording wording, String hint, Throwable cause) {
        super(wording.full(), cause);
        this.wording = wording;
        this.kind = requireNonNull(kind, "kind is null");
        this.hint = Redaction.keys(requireNonNull(hint, "hint is null"));
    }

    public ErrorKind kind() {
        return kind;
    }

    /** What happened, our own words apart from those of others. */
    public Wording wording() {
        return wording;
    }

    public String hint() {
        return hint;
    }

    /** The message; never null here, unlike in {@link Throwable}. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }
}
