package ai.zavora.surface.server.health;

import java.util.Optional;

/**
 * One thing that must be in order.
 *
 * @param name a stable word
 * @param look finds what is wrong; it may block
 */
public record Check(String name, Look look) {

    /** Looks. */
    public interface Look {
        /**
         * What is wrong, in words for callers: no path, no credential; empty when all is well.
         *
         * @throws RuntimeException when that cannot be told, which counts as wrong
         */
        Optional<String> problem() throws InterruptedException;
    }
}
