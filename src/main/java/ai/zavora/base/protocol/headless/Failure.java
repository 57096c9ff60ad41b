package ai.zavora.base.protocol.headless;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ExitCodes;
import ai.zavora.base.error.Wording;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Redaction;

/**
 * A failed run in the terms scripts and people get to see. What looks like a key is taken out of it.
 *
 * @param category {@code PROVIDER}, {@code SESSION}, {@code TOOLING}, {@code INPUT}, {@code INTERNAL}, or
 *     {@code INTERRUPTED} when a signal ended the run
 * @param wording what happened; records get only our own words of it
 * @param hint what to do next
 * @param exitCode what the process ends with
 */
public record Failure(String category, Wording wording, String hint, int exitCode) {
    /** The category of what a signal or a closed output ended. */
    public static final String INTERRUPTED = "INTERRUPTED";

    public Failure {
        requireNonNull(category, "category is null");
        requireNonNull(wording, "wording is null");
        requireNonNull(hint, "hint is null");
        // whatever it speaks of may have been given in the wrong place; the wording sees to itself
        hint = Redaction.keys(hint);
    }

    /** @param message what happened, in our own words */
    public Failure(String category, String message, String hint, int exitCode) {
        this(category, Wording.own(message), hint, exitCode);
    }

    /** What happened, for people. */
    public String message() {
        return wording.full();
    }

    /** The failure a typed error describes. */
    public static Failure of(ZavoraException error) {
        return new Failure(
                error.kind().name(), error.wording(), error.hint(), error.kind().exitCode());
    }

    /**
     * A defect of the program: where it is, but not its text, which may hold anything. Memory that does not suffice is
     * none: what it was given is too large.
     */
    public static Failure ofDefect(Throwable defect) {
        if (defect instanceof OutOfMemoryError) {
            return new Failure(
                    ErrorKind.INPUT.name(),
                    "There is not enough memory for what this command was given",
                    "Give it less at once, or more memory, for example ZAVORA_JAVA_OPTS=-Xmx4g.",
                    ErrorKind.INPUT.exitCode());
        }
        var frames = defect.getStackTrace();
        var place = frames.length == 0 ? "" : " at " + frames[0].getFileName() + ":" + frames[0].getLineNumber();
        return new Failure(
                ErrorKind.INTERNAL.name(),
                "The program has a defect (" + defect.getClass().getSimpleName() + place + ")",
                "Please report this line with what you did.",
                ErrorKind.INTERNAL.exitCode());
    }

    /**
     * A run that a signal ended.
     *
     * @param exitCode 128 plus the signal's number
     */
    public static Failure interrupted(int exitCode) {
        return new Failure(
                INTERRUPTED, "The run was interrupted", "The session can be continued with its id.", exitCode);
    }

    /** A command that is not a turn, ended by a signal. */
    public static Failure interruptedCommand(int exitCode) {
        return new Failure(
                INTERRUPTED, "The command was interrupted", "What was complete before stays; call it again.", exitCode);
    }

    /** The same failure in our own words alone. */
    public Failure own() {
        return new Failure(category, wording.own(), hint, exitCode);
    }

    /** The same failure with another hint. */
    public Failure withHint(String other) {
        return new Failure(category, wording, other, exitCode);
    }

    /** The same failure without database addresses. */
    public Failure redacted() {
        return new Failure(
                category, wording.map(Redaction::databaseAddresses), Redaction.databaseAddresses(hint), exitCode);
    }

    /** A run whose output nobody reads any more. */
    public static Failure outputClosed() {
        return new Failure(
                INTERRUPTED,
                "Standard output was closed",
                "Keep the reader of the output open.",
                ExitCodes.OUTPUT_CLOSED);
    }

    /** The {@code error} object of the protocol. */
    public JsonValue.Obj toJson() {
        return JsonValue.object()
                .put("category", category)
                .put("message", message())
                .put("hint", hint)
                .put("exit_code", exitCode)
                .build();
    }
}
