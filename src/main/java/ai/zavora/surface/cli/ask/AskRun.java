package ai.zavora.surface.cli.ask;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.headless.Answers;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.UnwritableStoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** One turn for a script: whatever happens, the output gets exactly one end and the process one exit code. */
public final class AskRun {
    private static final String UNKEPT = " For an answer that is not kept, use --session-backend memory.";

    private final AskOutput output;
    private final Consumer<TurnEvent> watcher;
    private final IntSupplier interruptCode;
    private final long startedNanos;

    /**
     * @param watcher told every event before the output is
     * @param interruptCode the exit code of an interrupted run: 128 plus the signal's number
     * @param startedNanos when the command began, in {@link System#nanoTime()}
     */
    public AskRun(AskOutput output, Consumer<TurnEvent> watcher, IntSupplier interruptCode, long startedNanos) {
        this.output = output;
        this.watcher = watcher;
        this.interruptCode = interruptCode;
        this.startedNanos = startedNanos;
    }

    /** What is asked, and of whom; both are only made when the run has begun, so that their failures are told in it. */
    public record Question(SessionKey key, Prompt prompt, RuntimeOpener runtime) {}

    /** Puts the prompt together. */
    public interface Prompt {
        /** @throws InterruptedException when the calling thread was interrupted while it waited for input */
        String compose() throws InterruptedException;
    }

    /** Opens the agent for a prompt. */
    public interface RuntimeOpener {
        /**
         * @param prompt whose length is checked against the limits
         * @throws InterruptedException when the calling thread was interrupted
         */
        AgentRuntime open(String prompt) throws InterruptedException;
    }

    /**
     * How a run ended.
     *
     * @param failure empty after a success
     */
    public record Ending(int exitCode, Optional<Failure> failure) {}

    /** Runs it. Throws nothing: every failure is in the ending and was told to the output. */
    public Ending run(Question question) {
        try {
            try {
                output.started();
                output.succeeded(answer(question));
                return new Ending(0, Optional.empty());
            } catch (UnwritableStoreException e) {
                return failed(Failure.of(new ZavoraException(e.kind(), e.wording(), e.hint() + UNKEPT, e)));
            } catch (ZavoraException e) {
                return failed(Failure.of(e));
            } catch (InterruptedException e) {
                return failed(Failure.interrupted(interruptCode.getAsInt()));
            } catch (ResultStream.ClosedOutputException e) {
                throw e;
            } catch (RuntimeException | Error defect) {
                return failed(Failure.ofDefect(defect));
            }
        } catch (ResultStream.ClosedOutputException e) {
            var failure = Failure.outputClosed();
            return new Ending(failure.exitCode(), Optional.of(failure));
        }
    }

    private Ending failed(Failure failure) {
        output.failed(failure);
        return new Ending(failure.exitCode(), Optional.of(failure));
    }

    private Answer answer(Question question) throws InterruptedException {
        var prompt = question.prompt().compose();
        try (var runtime = question.runtime().open(prompt)) {
            var result = runtime.run(question.key(), UserInput.text(prompt), event -> {
                watcher.accept(event);
                output.event(event);
            });
            return Answers.of(result, Duration.ofNanos(System.nanoTime() - startedNanos));
        }
    }
}
