package ai.zavora.adapter.store.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables of the earlier Rust version.
 *
 * @param columns those that are read
 */
record LegacyTables(String name, List<String> columns) {
    private static final List<LegacyTables> ALL = List.of(
            new LegacyTables(
                    "sessions", List.of("app_name", "user_id", "session_id", "state", "created_at", "updated_at")),
            new LegacyTables("events", LegacyRow.COLUMNS),
            new LegacyTables("app_states", List.of("app_name", "state", "updated_at")),
            new LegacyTables("user_states", List.of("app_name", "user_id", "state", "updated_at")));

    /**
     * Gives a private copy the tables and columns that it lacks, empty: what is there can then be read like any other.
     *
     * @param original what the original is called in messages
     * @throws ai.zavora.base.error.ZavoraException SESSION, when something else has the name of a table
     */
    static void complete(Database copy, String original) throws SQLException {
        for (var table : ALL) {
            table.completeIn(copy, original);
        }
    }

    private void completeIn(Database copy, String original) throws SQLException {
        var kind = copy.first(
                row -> row.getBoolean(2) ? "table without row numbers" : row.getString(1),
                "SELECT type, wr FROM pragma_table_list WHERE schema = 'main' AND name = ? COLLATE NOCASE",
                name);
        if (kind.isEmpty()) {
            copy.execute(
                    "CREATE TABLE " + name + columns.stream().collect(Collectors.joining(" TEXT, ", " (", " TEXT)")));
            return;
        }
        if (!kind.get().equals("table")) {
            throw SqliteFailures.failure(
                    "The database " + original + " is not as the earlier Rust version of zavora-cli makes one: " + name
                            + " is a " + kind.get() + ", not a plain table. It was left as it is.",
                    "Copy its sessions into a database that has the tables of that version, or use another"
                            + " --session-db-url.");
        }
        var missing = new ArrayList<>(columns);
        missing.removeAll(copy.all(row -> row.getString(1), "SELECT lower(name) FROM pragma_table_xinfo(?)", name));
        for (var column : missing) {
            copy.execute("ALTER TABLE " + name + " ADD COLUMN " + column + " TEXT");
        }
    }
}
