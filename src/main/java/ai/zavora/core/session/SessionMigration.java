package ai.zavora.core.session;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Brings the session database of the settings to the present form. */
public interface SessionMigration {

    /**
     * Does what is necessary. Doing it again changes nothing, and finishes what a crash cut off.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION, when the database is damaged, in use, of a newer version or
     *     another program's; it is then left as it is
     */
    Report run();

    /** What was done. */
    enum Outcome {
        /** Sessions are kept in memory. */
        NOT_NEEDED,
        /** There is no database yet. */
        NO_DATABASE,
        /** The database has the present form. */
        CURRENT,
        /** The database had an older form of ours. */
        UPGRADED,
        /** The database was the earlier Rust version's. */
        IMPORTED
    }

    /**
     * The outcome.
     *
     * @param original where the database is kept as it was; empty when it was not changed
     * @param counts what was imported; all zero where nothing was
     */
    record Report(Outcome outcome, Optional<Path> original, Counts counts) {
        public Report {
            requireNonNull(outcome, "outcome is null");
            requireNonNull(original, "original is null");
            requireNonNull(counts, "counts is null");
        }

        /** An outcome that left the database as it was. */
        public static Report unchanged(Outcome outcome) {
            return new Report(outcome, Optional.empty(), Counts.NONE);
        }
    }

    /**
     * What was imported.
     *
     * @param events rows of events; each became an entry, and some needed further entries beside it
     * @param parts how many of each kind, by its name
     * @param unreadable rows of which something could not be read, and was imported as text, or was too large for a session
     * @param missing tables and columns that were not there, such as {@code events} or {@code events.branch}
     */
    record Counts(
            long sessions,
            long events,
            long appStates,
            long userStates,
            SortedMap<String, Long> parts,
            long unreadable,
            List<String> missing) {
        /** Nothing. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, new TreeMap<>(), 0, List.of());

        public Counts {
            parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
            missing = List.copyOf(missing);
        }
    }
}
