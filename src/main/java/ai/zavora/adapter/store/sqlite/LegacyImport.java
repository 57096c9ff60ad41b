package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.DatabaseState.Checked;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.SessionMigration.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The import of one database, in steps that may each be the last before a crash. */
final class LegacyImport {
    private final LegacyFiles files;
    private Counts counts = Counts.NONE;
    private List<String> signature = List.of();

    LegacyImport(LegacyFiles files) {
        this.files = files;
    }

    /**
     * First step: imports into a new file beside the original and makes sure that it is complete.
     *
     * @throws ZavoraException SESSION, when the original is damaged, in use, or not of the earlier Rust version
     */
    void fill() throws IOException {
        files.restore();
        files.removeUnfinished();
        files.requireUnused();
        signature = files.signature();
        try {
            fill(files.copySource());
        } finally {
            files.removeSource();
        }
    }

    private void fill(Path source) throws IOException {
        requireUnchanged();
        var original = files.database().toString();
        try (var copy = Database.copy(source.toString(), original)) {
            requireLegacy(copy);
            requireWhole(copy);
            var legacy = LegacyDatabase.of(copy, original);
            DatabaseFile.ensure(files.unfinished());
            try (var journal = Database.writable(files.unfinished().toString())) {
                fill(journal, legacy);
            } catch (SQLException e) {
                throw SqliteFailures.of(e, files.unfinished().toString());
            }
        } catch (SQLException e) {
            throw SqliteFailures.of(e, original);
        }
    }

    private void fill(Database journal, LegacyDatabase legacy) throws SQLException {
        Schema.prepare(journal);
        journal.transaction(() -> {
            legacy.copyTo(journal);
            return true;
        });
        counts = legacy.tally().counts();
        verify(journal, legacy);
        // the file is moved without its log
        journal.text("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void requireLegacy(Database copy) throws SQLException {
        if (Schema.State.of(copy) != Schema.State.LEGACY) {
            throw SqliteFailures.damaged(copy.name());
        }
    }

    private static void requireWhole(Database legacy) throws SQLException {
        if (!SqliteInspection.isSound(legacy, Checked.FULLY)) {
            throw Schema.damagedLegacy(legacy.name());
        }
    }

    /** Reads all of it again: whatever is missing is noticed before the original goes out of its place. */
    private void verify(Database journal, LegacyDatabase legacy) throws SQLException {
        if (!SqliteInspection.isSound(journal, Checked.FULLY)) {
            throw SqliteFailures.damaged(journal.name());
        }
        var rows = new long[1];
        journal.each(
                entry -> {
                    InterruptedWorkException.check();
                    if (EventCodec.read(entry.getString(1)).body() instanceof Event.Imported imported
                            && imported.original().get(LegacyEvents.SYNTHESIZED).isEmpty()) {
                        rows[0]++;
                    }
                    return true;
                },
                "SELECT entry FROM journal_event");
        var sessions = journal.number("SELECT count(*) FROM journal_session");
        var states = journal.number("SELECT count(*) FROM journal_state");
        if (rows[0] != legacy.eventCount()
                || sessions != counts.sessions()
                || sessions < legacy.sessionCount()
                || states != legacy.stateCount()) {
            throw SqliteFailures.failure(
                    "The import of " + files.database() + " is not complete: " + rows[0] + " of " + legacy.eventCount()
                            + " events and " + sessions + " of " + legacy.sessionCount()
                            + " sessions. The database was left as it is.",
                    "Make sure that no other program uses the database, then try again.");
        }
    }

    /** Second step: nobody may have written to the original meanwhile; it gets a second name. */
    Path keepOriginal() throws IOException {
        requireUnchanged();
        return files.keepOriginal();
    }

    /** Third step. */
    void removeLogs() throws IOException {
        files.removeLogs();
    }

    /** Last step: the import is in the original's place. */
    void exchange() throws IOException {
        files.exchange();
    }

    Counts counts() {
        return counts;
    }

    private void requireUnchanged() throws IOException {
        if (!files.signature().equals(signature)) {
            throw SqliteFailures.failure(
                    "The database " + files.database() + " was changed while it was imported; it was left as it is.",
                    "End the program that uses it, then try again.");
        }
    }
}
