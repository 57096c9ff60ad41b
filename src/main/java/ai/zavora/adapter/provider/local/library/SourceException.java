package ai.zavora.adapter.provider.local.library;

import static java.util.Objects.requireNonNull;

/** A source does not deliver the model; the next one may. */
final class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message why, for people, without a full stop at the end */
    SourceException(String message) {
        super(requireNonNull(message, "message is null"));
    }

    /** The message; never null here, unlike in {@link Throwable}. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }
}
