package ai.zavora.load;

import java.io.IOException;

/** A request without the answer that was wanted. */
final class Failure extends IOException {
    private static final long serialVersionUID = 1;

    /** How it failed, in the words of the report. */
    enum Kind {
        CONNECT("no connection"),
        TIMEOUT("timeout"),
        CLOSED("closed before the answer"),
        CUT_OFF("closed within the answer"),
        RESET("connection reset"),
        MALFORMED("malformed answer"),
        STATUS("status"),
        INCOMPLETE("expected text missing");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private final Kind kind;

    Failure(Kind kind) {
        super(kind.words);
        this.kind = kind;
    }

    Failure(Kind kind, IOException cause) {
        super(kind.words, cause);
        this.kind = kind;
    }

    private Failure(String message) {
        super(message);
        this.kind = Kind.STATUS;
    }

    /** An answer with another status than 200. */
    static Failure ofStatus(int status) {
        return new Failure(Kind.STATUS.words + " " + status);
    }

    Kind kind() {
        return kind;
    }
}
