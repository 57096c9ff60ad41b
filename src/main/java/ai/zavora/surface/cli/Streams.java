package ai.zavora.surface.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Set;

/**
 * What a command reads and writes.
 *
 * @param in standard input
 * @param out results, UTF-8; writing to a closed pipe throws
 * @param err everything for people beside results
 * @param terminals those of the three that are terminals
 */
public record Streams(InputStream in, OutputStream out, PrintStream err, Set<Standard> terminals) {
    public Streams {
        terminals = Set.copyOf(terminals);
    }

    /** One of the three streams of a process. */
    public enum Standard {
        IN,
        OUT,
        ERR
    }

    /** Whether a stream is a terminal. */
    public boolean isTerminal(Standard stream) {
        return terminals.contains(stream);
    }
}
