package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.Wording;
import ai.zavora.base.error.ZavoraException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model gave no reply. The reason, set where the failure was seen, decides about retries and about what people are
 * told. Message and hint hold no key, no header and no prompt.
 */
public final class ModelException extends RuntimeException {

    /** Why there is no reply. */
    public enum Reason {
        /** 401 or 403: the credential was refused. Never retried. */
        CREDENTIAL_REFUSED,
        /** The model or endpoint does not exist (404). */
        NOT_FOUND,
        /** The provider refused the request for another reason of ours (other 4xx). */
        BAD_REQUEST,
        /** 429 or 402: too many requests, no quota or no credit. */
        RATE_LIMITED,
        /** 408, 409 or 5xx. */
        SERVER_ERROR,
        /** No connection: refused, unknown host, reset before any answer, or not made within the connect limit. */
        UNREACHABLE,
        /** TLS could not be agreed or the certificate is not trusted. Never retried. */
        TLS,
        /** A time limit ran out once there was a connection: first event, silence or total. */
        TIMEOUT,
        /** The stream ended or broke in the middle of the answer. */
        STREAM_BROKEN,
        /** What the provider sent is not its own protocol. */
        MALFORMED,
        /** The prompt does not fit the model's context window. */
        CONTEXT_OVERFLOW,
        /** The provider's content filter refused the prompt or the answer. */
        CONTENT_FILTER,
        /** The in-process engine failed. */
        LOCAL_ENGINE
    }

    private final Reason reason;
    private final Wording wording;
    private final String hint;
    private final OptionalInt status;
    private final Optional<Duration> retryAfter;

    /** @param message what happened, in our own words */
    public ModelException(Reason reason, String message, String hint) {
        this(reason, Wording.own(message), hint, OptionalInt.empty(), Optional.empty());
    }

    /**
     * @param wording what happened; what the provider said of it is apart from our own words
     * @param status the HTTP status, where there was one
     * @param retryAfter how long the provider asks us to wait, where it said so
     */
    public ModelException(
            Reason reason, Wording wording, String hint, OptionalInt status, Optional<Duration> retryAfter) {
        super(wording.full());
        this.wording = wording;
        this.reason = requireNonNull(reason, "reason is null");
        this.hint = requireNonNull(hint, "hint is null");
        this.status = requireNonNull(status, "status is null");
        this.retryAfter = requireNonNull(retryAfter, "retryAfter is null");
    }

    public Reason reason() {
        return reason;
    }

    public Wording wording() {
        return wording;
    }

    public String hint() {
        return hint;
    }

    public OptionalInt status() {
        return status;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The message; never null here, unlike in {@link Throwable}. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    /** The same failure in the terms every surface reports. A prompt that is too long is the user's to change. */
    public ZavoraException toZavora() {
        var kind = reason == Reason.CONTEXT_OVERFLOW ? ErrorKind.INPUT : ErrorKind.PROVIDER;
        return new ZavoraException(kind, wording, hint, this);
    }
}
