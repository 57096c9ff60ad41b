package ai.zavora.adapter.provider.local;

import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One continuation under way on a thread of its own, so that the calling thread can leave at any instant. The engine
 * cannot be stopped while it reads a prompt: an abandoned continuation ends at its next token, and the next request of
 * that model waits until then.
 */
final class Generation implements AutoCloseable {

    private sealed interface Signal {
        record Piece(String text) implements Signal {}

        record End(int tokens) implements Signal {}

        record Failed(ModelException cause) implements Signal {}
    }

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean abandoned;
    private int tokens;

    Generation(LlamaEngine engine, String prompt, LlamaEngine.Sampling sampling) {
        // not a virtual thread: the native call would hold its carrier
        this.thread = Thread.ofPlatform().daemon().name("local-model").start(() -> run(engine, prompt, sampling));
    }

    /** The next piece of text, as soon as there is one; empty at the end. */
    Optional<String> next() throws InterruptedException {
        return switch (signals.take()) {
            case Signal.Piece(var text) -> Optional.of(text);
            case Signal.End(var count) -> {
                tokens = count;
                yield Optional.empty();
            }
            case Signal.Failed(var cause) -> throw cause;
        };
    }

    /** How many tokens were written; known at the end only. */
    int tokens() {
        return tokens;
    }

    /** Gives up what is still to come. */
    @Override
    public void close() {
        abandoned = true;
        thread.interrupt();
    }

    private void run(LlamaEngine engine, String prompt, LlamaEngine.Sampling sampling) {
        try {
            var count = engine.generate(prompt, sampling, text -> {
                signals.add(new Signal.Piece(text));
                return !abandoned;
            });
            signals.add(new Signal.End(count));
        } catch (RuntimeException e) {
            signals.add(new Signal.Failed(new ModelException(
                    Reason.LOCAL_ENGINE,
                    "The local engine failed while it answered.",
                    "Try again, or choose another model.")));
        } catch (InterruptedException e) {
            // given up while it waited for another request: nobody listens any more
        }
    }
}
