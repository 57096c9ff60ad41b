package ai.zavora.surface.cli;

import ai.zavora.base.protocol.headless.Failure;

/** A failure that the document on standard output tells already: it only has to be said to people. */
public final class ReportedFailureException extends RuntimeException {
    private final Failure failure;

    ReportedFailureException(Failure failure, RuntimeException cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
