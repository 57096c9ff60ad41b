package ai.zavora.core.llm;

import java.time.Duration;

/** Waits, so that tests need not. {@code Thread::sleep} is the real one. */
@FunctionalInterface
public interface Sleeper {
    /** Blocks for that long. */
    void sleep(Duration duration) throws InterruptedException;
}
