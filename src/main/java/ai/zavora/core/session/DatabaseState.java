package ai.zavora.core.session;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a look at a session database found. Looking changes nothing.
 *
 * @param file its absolute path; what is there is told by {@code format}
 * @param bytes its size
 * @param logBytes the size of the log beside it, not yet moved into the file
 * @param version its format
 * @param counts what it holds; zeros where that cannot be told
 */
public record DatabaseState(Path file, Format format, long bytes, long logBytes, long version, Counts counts) {

    /** Whether it was read in whole, is of the present format or an older one, and nothing in it is damaged. */
    public boolean isSound() {
        return (format == Format.OURS || format == Format.OLDER)
                && counts.checked() == Checked.FULLY
                && !counts.flaws().isDamage();
    }

    /** The same of a file that is called otherwise. */
    public DatabaseState of(Path named) {
        return new DatabaseState(named, format, bytes, logBytes, version, counts);
    }

    /** What the file is. */
    public enum Format {
        /** Nothing is there. */
        MISSING,
        /** It is not there, but what SQLite kept beside it is. */
        LOST,
        /** It, or a folder above it, is a symbolic link to what is not there. */
        EMPTY_LINK,
        /** A database without tables. */
        EMPTY,
        /** Ours, in the present format. */
        OURS,
        /** Ours, in an older format; the next command that opens it brings it up to date. */
        OLDER,
        /** Ours, in a format this version does not know. */
        NEWER,
        /** Of the earlier Rust version. */
        LEGACY,
        /** Of the Rust version, in a format that this version does not know and cannot import. */
        NEWER_LEGACY,
        /** Of the earlier Rust version, and damaged. */
        DAMAGED_LEGACY,
        /** Of another program. */
        FOREIGN,
        /** No database, or a damaged one. */
        DAMAGED,
        /** It can be looked at in a copy alone, and none can be made. */
        UNCOPIED,
        /** It cannot be read. */
        UNREADABLE
    }

    /**
     * What a database holds.
     *
     * @param checked whether its structure was checked
     * @param waiting removed sessions whose events wait to be cleared away
     * @param marks leases and marks of use of processes that may still live
     * @param flaws zeros unless all was checked
     */
    public record Counts(long sessions, long events, long waiting, long marks, Flaws flaws, Checked checked) {}

    /**
     * What reading every row found.
     *
     * @param sessions damaged ones: they cannot be read in whole, or their rows hold what they must not
     * @param rows damaged rows that hold something else than sessions and their events
     * @param newer sessions that are whole and hold what only a newer version understands
     */
    public record Flaws(long sessions, long rows, long newer) {
        public static final Flaws NONE = new Flaws(0, 0, 0);

        /** Whether any row is damaged. */
        public boolean isDamage() {
            return sessions > 0 || rows > 0;
        }

        /** What is damaged, as a clause: {@code 2 sessions are damaged}; empty when nothing is. */
        public String damage() {
            return Stream.of(
                            sessions == 1 ? "1 session is" : sessions > 1 ? sessions + " sessions are" : "",
                            rows == 1
                                    ? "1 row of another table is"
                                    : rows > 1 ? rows + " rows of other tables are" : "")
                    .filter(part -> !part.isEmpty())
                    .map(part -> part + " damaged")
                    .collect(Collectors.joining(" and "));
        }
    }

    /** How far the structure was checked. */
    public enum Checked {
        /** Too large to do so unasked. */
        NO,
        QUICKLY,
        /** Its rows as well. */
        FULLY
    }
}
