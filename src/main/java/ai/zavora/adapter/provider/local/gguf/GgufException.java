package ai.zavora.adapter.provider.local.gguf;

import static java.util.Objects.requireNonNull;

/** A file is no usable GGUF file. */
public final class GgufException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong with it, the end of a sentence that begins with the file's name */
    GgufException(String message) {
        super(requireNonNull(message, "message is null"));
    }

    /** The message; never null here, unlike in {@link Throwable}. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }
}
