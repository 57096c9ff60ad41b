package ai.zavora.surface.server;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How many files and connections the process may have open. An accept that gets none ends the library's listening for
 * good, so connections and turns, each of which has one to a model, are as many as there is room for.
 *
 * @param limit empty where that is not known
 */
record OpenFiles(Optional<Long> limit) {
    /** What the program has open, and room for the files and tools of turns. */
    private static final long OWN = 160;

    /** So many connections, and so many turns, are served at least. */
    private static final long LEAST = 8;

    /** What the program has open at rest, and the least that is served: measured, 80 and twice 8. */
    private static final long NEEDED = 96;

    /** Asks Linux. The JVM has raised its limit to the highest it may have; elsewhere that is more than a server needs. */
    static OpenFiles ofProcess() {
        try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
            return new OpenFiles(lines.filter(line -> line.startsWith("Max open files"))
                    .findFirst()
                    .flatMap(line -> number(
                            line.substring("Max open files".length()).strip().split(" +")[0])));
        } catch (IOException e) {
            return new OpenFiles(Optional.empty());
        }
    }

    private static Optional<Long> number(String word) {
        try {
            return Optional.of(Long.parseLong(word));
        } catch (NumberFormatException unlimited) {
            return Optional.empty();
        }
    }

    /** @throws ZavoraException INPUT, when nothing could be served */
    void require() {
        limit.filter(most -> most < NEEDED).ifPresent(most -> {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "This process may open " + most + " files and connections, which is too few for a server.",
                    "Let it open " + NEEDED + " at least, and better thousands (ulimit -n, LimitNOFILE).");
        });
    }

    /** So many of what is wanted as there is room for, if as many again are taken for something else. */
    int half(int wanted) {
        return (int) Math.min(
                wanted, limit.map(most -> Math.max(LEAST, (most - OWN) / 2)).orElse(Long.MAX_VALUE));
    }
}
