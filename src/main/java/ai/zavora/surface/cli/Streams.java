package ai.zavora.surface.cli;

import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.Redaction;
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
    private static final int LONGEST_LINE = 2000;

    public Streams {
        terminals = Set.copyOf(terminals);
    }

    /** One of the three streams of a process. */
    public enum Standard {
        IN,
        OUT,
        ERR
    }

    /** Tells people one line, whatever the text holds: what is in it cannot steer a terminal, and keys are left out. */
    public void tell(String line) {
        err.println(ControlFilter.line(Redaction.keys(line), LONGEST_LINE));
    }

    /** Whether a stream is a terminal. */
    public boolean isTerminal(Standard stream) {
        return terminals.contains(stream);
    }
}
