package ai.zavora.base.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What goes into one run and how its result comes out.
 *
 * @param files whose text is added to the prompt, absolute
 */
public record RunSettings(OutputFormat format, List<Path> files, Stdin stdin, Sensitive sensitive) {
    public RunSettings {
        files = List.copyOf(files);
    }

    /** How results are printed. */
    public enum OutputFormat {
        /** For people. */
        TEXT,
        /** One JSON object. */
        JSON,
        /** One JSON object per event and line. */
        STREAM_JSON
    }

    /** Whether standard input is part of the prompt. */
    public enum Stdin {
        /** When it is not a terminal. */
        WHEN_PIPED,
        ALWAYS,
        NEVER
    }

    /** Whether database addresses are shown in full. */
    public enum Sensitive {
        HIDDEN,
        SHOWN
    }
}
