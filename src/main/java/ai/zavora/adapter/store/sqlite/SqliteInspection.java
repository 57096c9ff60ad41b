package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.file.EmptyLinks;
import ai.zavora.base.file.Leftovers;
import ai.zavora.base.file.OutOfReach;
import ai.zavora.core.session.DatabaseState;
import ai.zavora.core.session.DatabaseState.Checked;
import ai.zavora.core.session.DatabaseState.Counts;
import ai.zavora.core.session.DatabaseState.Flaws;
import ai.zavora.core.session.DatabaseState.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks at a session database without changing anything: no upgrade, no file made, no log moved. */
public final class SqliteInspection {
    /** Larger files are not checked unasked: that takes seconds. */
    private static final long QUICK_BYTES = 64L << 20;

    /** How often a database is looked at without a lock before it is looked at with one. */
    private static final int UNLOCKED = 2;

    private static final Counts NOTHING = new Counts(0, 0, 0, 0, Flaws.NONE, Checked.NO);

    private SqliteInspection() {}

    /** How much of the file is read. */
    public enum Depth {
        /** The structure of small files. */
        QUICK,
        /** All of it, with {@code PRAGMA integrity_check}, and every row. */
        FULL
    }

    /**
     * How to look.
     *
     * @param temporary the folder for a copy, where the database can only be looked at in one
     * @param now tells which marks of use have run out
     */
    public record Look(Depth depth, Path temporary, Instant now) {}

    /**
     * Looks at the database of a URL.
     *
     * @return empty when the URL names one in memory
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the URL has another form than {@link SqliteStore#open}
     *     takes
     */
    public static Optional<DatabaseState> inspect(String url, Path workingFolder, Look look) {
        return SqliteUrl.parse(url, workingFolder).file().map(file -> inspect(file, look));
    }

    /**
     * Copies of a database, or parts of one, that lie in its folder because the process was killed that made them.
     *
     * @param now tells which of another machine or container are not written to any more
     * @throws ai.zavora.base.error.ZavoraException as {@link #inspect}
     */
    public static List<Path> leftovers(String url, Path workingFolder, Instant now) {
        return SqliteUrl.parse(url, workingFolder)
                .file()
                .map(file -> Leftovers.COPIES.beside(real(file), now))
                .orElse(List.of());
    }

    /**
     * Files of an import that was cut off, beside a database; none while an import runs, as far as the system tells.
     *
     * @throws ai.zavora.base.error.ZavoraException as {@link #inspect}
     */
    public static List<Path> unfinishedImport(String url, Path workingFolder) {
        return SqliteUrl.parse(url, workingFolder)
                .file()
                .map(file -> new LegacyFiles(real(file)).leftovers())
                .orElse(List.of());
    }

    /** Everything that is made for a database is made beside the file that a link leads to. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // not there, or not to be seen: then nothing is found beside it either
            return file;
        }
    }

    /**
     * Looks at a file, which need not be there. That leaves no trace, and so takes no lock where nobody seems to write;
     * when somebody did meanwhile, what looked damaged may not have been, and is looked at again.
     */
    static DatabaseState inspect(Path named, Look look) {
        // the log lies beside the file that a link leads to
        return inspectPlace(real(named), look).of(named);
    }

    private static DatabaseState inspectPlace(Path file, Look look) {
        for (var attempt = 1; attempt <= UNLOCKED; attempt++) {
            var before = Stamp.of(file);
            var state = inspectUnlocked(file, look);
            if (!isDoubtful(state) || before.equals(Stamp.of(file))) {
                return state;
            }
        }
        // a lock needs the index of a log, which a reader may not be able to make
        return inspect(
                file,
                look,
                () -> Files.isWritable(file) ? Database.writable(file.toString()) : Database.readable(file.toString()));
    }

    private static boolean isDoubtful(DatabaseState state) {
        return switch (state.format()) {
            case OURS, OLDER, NEWER, LEGACY, NEWER_LEGACY ->
                state.counts().flaws().isDamage();
            case LOST, EMPTY, FOREIGN, DAMAGED, DAMAGED_LEGACY, UNCOPIED, UNREADABLE -> true;
            case MISSING, EMPTY_LINK -> false;
        };
    }

    private static DatabaseState inspectUnlocked(Path file, Look look) {
        if (EmptyLinks.on(file).isPresent()) {
            return new DatabaseState(file, Format.EMPTY_LINK, 0, 0, 0, NOTHING);
        }
        if (OutOfReach.is(file)) {
            return new DatabaseState(file, Format.UNREADABLE, 0, 0, 0, NOTHING);
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return DatabaseFile.isLost(file)
                    ? new DatabaseState(file, Format.LOST, 0, DatabaseFile.size(DatabaseFile.log(file)), 0, NOTHING)
                    : new DatabaseState(file, Format.MISSING, 0, 0, 0, NOTHING);
        }
        var bytes = DatabaseFile.size(file);
        var logBytes = DatabaseFile.size(DatabaseFile.log(file));
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return new DatabaseState(file, Format.UNREADABLE, bytes, logBytes, 0, NOTHING);
        }
        if (DatabaseFile.isUnusable(file)) {
            return new DatabaseState(file, Format.DAMAGED, bytes, logBytes, 0, NOTHING);
        }
        if (DatabaseFile.needsCopy(file, logBytes) && (bytes + logBytes <= QUICK_BYTES || look.depth == Depth.FULL)) {
            return inspectCopy(file, look);
        }
        return inspect(file, look, () -> Database.unchanged(file, logBytes));
    }

    /** In a copy that is whole, as nobody has the database open. */
    private static DatabaseState inspectCopy(Path file, Look look) {
        try {
            try (var copy = Scratch.beside(look.temporary.resolve(file.getFileName()))) {
                copy.removeLeftovers();
                copy.fill(file);
                return inspect(file, look, () -> Database.copy(copy.file().toString(), file.toString()));
            }
        } catch (IOException e) {
            return new DatabaseState(
                    file,
                    Format.UNCOPIED,
                    DatabaseFile.size(file),
                    DatabaseFile.size(DatabaseFile.log(file)),
                    0,
                    NOTHING);
        }
    }

    /** How the database to look at is opened. */
    interface Opening {
        Database open() throws SQLException;
    }

    private static DatabaseState inspect(Path file, Look look, Opening opening) {
        var bytes = DatabaseFile.size(file);
        var logBytes = DatabaseFile.size(DatabaseFile.log(file));
        try (var database = opening.open()) {
            var version = database.number("PRAGMA user_version");
            var format = Schema.format(database);
            var checked = checked(bytes, look.depth);
            if (format == Format.LEGACY) {
                var state = isSound(database, checked) ? format : Format.DAMAGED_LEGACY;
                return new DatabaseState(file, state, bytes, logBytes, version, NOTHING);
            }
            if (format == Format.NEWER_LEGACY) {
                return new DatabaseState(file, format, bytes, logBytes, Schema.legacyVersion(database), NOTHING);
            }
            var ours = format == Format.OURS || format == Format.OLDER;
            var counts = ours ? counts(database, checked, look.now) : NOTHING;
            return new DatabaseState(file, format, bytes, logBytes, version, counts);
        } catch (SQLException e) {
            return new DatabaseState(
                    file, SqliteFailures.isDamage(e) ? Format.DAMAGED : Format.UNREADABLE, bytes, logBytes, 0, NOTHING);
        }
    }

    private static Checked checked(long bytes, Depth depth) {
        return depth == Depth.FULL ? Checked.FULLY : bytes <= QUICK_BYTES ? Checked.QUICKLY : Checked.NO;
    }

    /**
     * Whether the structure of a database is as it must be, looked at as far as said.
     *
     * @throws ai.zavora.base.error.InterruptedWorkException when the thread is interrupted
     */
    static boolean isSound(Database database, Checked checked) throws SQLException {
        return switch (checked) {
            case NO -> true;
            case QUICKLY -> isOk(database, "PRAGMA quick_check(1)");
            case FULLY -> isOk(database, "PRAGMA integrity_check(1)");
        };
    }

    /** As {@link #isSound(Database, Checked)}, fully, for one table that is there. */
    static boolean isSound(Database database, String table) throws SQLException {
        return isOk(database, "PRAGMA integrity_check(" + table + ")");
    }

    private static boolean isOk(Database database, String check) throws SQLException {
        try {
            return database.interruptibly(() -> database.text(check)).equals("ok");
        } catch (SQLException e) {
            if (SqliteFailures.isDamage(e)) {
                return false;
            }
            throw e;
        }
    }

    private static Counts counts(Database database, Checked checked, Instant now) throws SQLException {
        if (!isSound(database, checked)) {
            throw SqliteFailures.damaged();
        }
        Schema.requireColumns(database);
        var sessions = database.number("SELECT count(*) FROM journal_session");
        var events = database.number("SELECT coalesce(sum(last_seq), 0) FROM journal_session");
        var marks = Usage.count(database, now.toEpochMilli());
        var flaws = checked == Checked.FULLY ? RowCheck.of(database) : Flaws.NONE;
        var waiting = rows(database, "journal_garbage");
        return new Counts(sessions, events, waiting, marks, flaws, checked);
    }

    /** The rows of a table that an older format may lack. */
    private static long rows(Database database, String table) throws SQLException {
        return has(database, table) ? database.number("SELECT count(*) FROM " + table) : 0;
    }

    /** Whether there is a table of that name. */
    static boolean has(Database database, String table) throws SQLException {
        return database.number("SELECT count(*) FROM sqlite_master WHERE name = '" + table + "'") == 1;
    }
}
