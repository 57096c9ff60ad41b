package ai.zavora.adapter.store.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of the earlier Rust version.
 *
 * @param columns those that are read
 * @param keys how many of these, from the first, are the key
 */
record LegacyTables(String name, List<String> columns, int keys) {
    private static final Set<String> NAMES = Set.of("app_name", "user_id", "session_id");
    static final LegacyTables SESSIONS = new LegacyTables(
            "sessions", List.of("app_name", "user_id", "session_id", "state", "created_at", "updated_at"), 3);
    static final LegacyTables EVENTS = new LegacyTables("events", LegacyRow.COLUMNS, 4);
    static final List<LegacyTables> ALL = List.of(
            SESSIONS,
            EVENTS,
            new LegacyTables("app_states", List.of("app_name", "state", "updated_at"), 1),
            new LegacyTables("user_states", List.of("app_name", "user_id", "state", "updated_at"), 2));

    /**
     * Gives a private copy the tables and columns that it lacks, empty: what is there can then be read like any other.
     *
     * @param original what the original is called in messages
     * @return what it lacked, such as {@code events} or {@code events.branch}
     * @throws ai.zavora.base.error.ZavoraException SESSION, when something else has the name of a table
     */
    static List<String> complete(Database copy, String original) throws SQLException {
        var missing = new ArrayList<String>();
        for (var table : ALL) {
            missing.addAll(table.completeIn(copy, original));
        }
        return missing;
    }

    /** The table that a row lies in, as its values tell: names that are text, and nothing that is a number. */
    static Optional<LegacyTables> ofRow(Cell cell) {
        return ALL.stream().filter(table -> table.fits(cell)).findFirst();
    }

    /** Whether it has as many values as a row of sessions or events, more than any other table. */
    static boolean mayBeRow(Cell cell) {
        return cell.values().size() == SESSIONS.columns.size() || cell.values().size() == EVENTS.columns.size();
    }

    /** Whether it is a row of sessions or events beyond doubt: it has a time where these have one. */
    static boolean isCertainRow(Cell cell) {
        return (SESSIONS.fits(cell) && SESSIONS.hasTime(cell, "updated_at"))
                || (EVENTS.fits(cell) && EVENTS.hasTime(cell, "timestamp"));
    }

    private boolean fits(Cell cell) {
        if (cell.values().size() != columns.size()) {
            return false;
        }
        for (var i = 0; i < columns.size(); i++) {
            var isName = NAMES.contains(columns.get(i));
            if (cell.isNumber(i) || (isName && !(cell.values().get(i) instanceof String))) {
                return false;
            }
        }
        return true;
    }

    private boolean hasTime(Cell cell, String column) {
        return cell.values().get(columns.indexOf(column)) instanceof String text
                && LegacyRow.instant(text).isPresent();
    }

    /** The statement that writes a row: its number and its values. */
    String insert() {
        return "INSERT OR IGNORE INTO " + name + " (rowid, " + String.join(", ", columns) + ") VALUES (?"
                + ", ?".repeat(columns.size()) + ")";
    }

    /** The columns of its key, as in a list. */
    String key() {
        return String.join(", ", columns.subList(0, keys));
    }

    /** The values of a row's key, or of an entry of the key's index. */
    List<Object> key(List<Object> values) {
        return values.subList(0, keys);
    }

    /** Whether an entry of an index is one of the key's: that, and the number of its row. */
    boolean isKeyOf(Cell entry) {
        return entry.values().size() == keys + 1
                && key(entry.values()).stream().allMatch(String.class::isInstance)
                && entry.isNumber(keys);
    }

    private List<String> completeIn(Database copy, String original) throws SQLException {
        var kind = copy.first(
                row -> row.getBoolean(2) ? "table without row numbers" : row.getString(1),
                "SELECT type, wr FROM pragma_table_list WHERE schema = 'main' AND name = ? COLLATE NOCASE",
                name);
        if (kind.isEmpty()) {
            copy.execute(
                    "CREATE TABLE " + name + columns.stream().collect(Collectors.joining(" TEXT, ", " (", " TEXT)")));
            return List.of(name);
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
        return missing.stream().map(column -> name + "." + column).toList();
    }
}
