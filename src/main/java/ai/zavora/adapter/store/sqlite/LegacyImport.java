package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.DatabaseState.Checked;
import ai.zavora.core.session.DatabaseState.Format;
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
                counts = legacy.importInto(journal);
            } catch (SQLException e) {
                throw SqliteFailures.of(e, files.unfinished().toString());
            }
        } catch (SQLException e) {
            throw SqliteFailures.of(e, original);
        }
    }

    private static void requireLegacy(Database copy) throws SQLException {
        if (Schema.format(copy) != Format.LEGACY) {
            Schema.acceptable(copy);
            throw SqliteFailures.damaged(copy.name());
        }
    }

    private static void requireWhole(Database legacy) throws SQLException {
        if (!SqliteInspection.isSound(legacy, Checked.FULLY)) {
            throw Schema.damagedLegacy(legacy.name());
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
