package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A session database of the earlier Rust version, of which a private copy is open. */
final class LegacyDatabase {
    private static final int KNOWN = 1;

    private final Database database;
    private final LegacyTally tally = new LegacyTally();
    private final Set<SessionKey> taken = new HashSet<>();

    private LegacyDatabase(Database database) {
        this.database = database;
    }

    /**
     * Takes a database for one of the earlier version.
     *
     * @param name what the original is called in messages
     * @throws ai.zavora.base.error.ZavoraException SESSION, when it is of a later version than any known
     */
    static LegacyDatabase of(Database database, String name) throws SQLException {
        if (hasTable(database, "_adk_session_migrations")) {
            var version = database.number("SELECT coalesce(max(version), 0) FROM _adk_session_migrations");
            if (version > KNOWN) {
                throw SqliteFailures.failure(
                        "The database " + name + " holds sessions of the Rust version of zavora-cli in format "
                                + version + ", newer than the " + KNOWN + " known here; it was left as it is.",
                        "Update zavora-cli, or use another --session-db-url.");
            }
        }
        // the copy is ours: each session is then read without looking at the rows of all others
        database.execute(
                "CREATE INDEX IF NOT EXISTS zavora_import ON events" + " (app_name, user_id, session_id, timestamp)");
        return new LegacyDatabase(database);
    }

    private static boolean hasTable(Database database, String name) throws SQLException {
        return database.first(row -> true, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name)
                .isPresent();
    }

    LegacyTally tally() {
        return tally;
    }

    long eventCount() throws SQLException {
        return database.number("SELECT count(*) FROM events");
    }

    long sessionCount() throws SQLException {
        return database.number("SELECT count(*) FROM sessions");
    }

    long stateCount() throws SQLException {
        return stateCount("app_states") + stateCount("user_states");
    }

    private long stateCount(String table) throws SQLException {
        return hasTable(database, table) ? database.number("SELECT count(*) FROM " + table) : 0;
    }

    /** Copies everything into a journal, inside of the caller's transaction. */
    void copyTo(Database journal) throws SQLException {
        if (hasTable(database, "app_states")) {
            copyStates(journal, "app", "SELECT app_name, '', state, updated_at FROM app_states");
        }
        if (hasTable(database, "user_states")) {
            copyStates(journal, "user", "SELECT app_name, user_id, state, updated_at FROM user_states");
        }
        // events whose session is gone are kept too
        var sessions = database.all(Row::read, """
                SELECT app_name, user_id, session_id, state, created_at, updated_at, 'sessions', rowid FROM sessions
                UNION ALL
                SELECT app_name, user_id, session_id, '{}', min(timestamp), max(timestamp), 'events', min(rowid)
                FROM events e
                WHERE NOT EXISTS (SELECT 1 FROM sessions s WHERE s.app_name IS e.app_name AND s.user_id IS e.user_id
                  AND s.session_id IS e.session_id)
                GROUP BY app_name, user_id, session_id
                ORDER BY 6, 1, 2, 3""");
        for (var session : sessions) {
            copySession(journal, session);
        }
    }

    private void copyStates(Database journal, String scope, String query) throws SQLException {
        var names = new HashSet<List<String>>();
        for (var row : database.all(StateRow::read, query)) {
            var at = row.updated.flatMap(LegacyRow::instant);
            var isApp = scope.equals("app");
            var app = isApp ? free(names, "", row.app.orElse("")) : row.app.orElse("");
            var user = isApp ? "" : free(names, app, row.user.orElse(""));
            if (at.isEmpty()
                    || row.state.flatMap(LegacyDatabase::object).isEmpty()
                    || !row.app.equals(Optional.of(app))
                    || !row.user.equals(Optional.of(user))) {
                tally.unreadable();
            }
            if (isApp) {
                tally.appState();
            } else {
                tally.userState();
            }
            journal.update(
                    "INSERT INTO journal_state (scope, app, user, state, updated_unix_ns) VALUES (?, ?, ?, ?, ?)",
                    scope,
                    app,
                    user,
                    row.state.orElse(""),
                    SessionRows.nanos(at.orElse(Instant.EPOCH)));
        }
    }

    /** The name, or one made of it where another row's reads the same: no name at all is read as an empty one. */
    private static String free(Set<List<String>> names, String group, String name) {
        var free = name;
        for (var n = 2; !names.add(List.of(group, free)); n++) {
            free = name + "-" + n;
        }
        return free;
    }

    private void copySession(Database journal, Row row) throws SQLException {
        var key = key(row);
        var created = row.created.flatMap(LegacyRow::instant);
        var updated = row.updated.flatMap(LegacyRow::instant);
        var state = row.state.flatMap(LegacyDatabase::object);
        if (created.isEmpty() || updated.isEmpty() || state.isEmpty() || !row.isNamed(key)) {
            tally.unreadable();
        }
        tally.session();
        var createdAt = created.or(() -> updated).orElse(Instant.EPOCH);
        var events = new LegacyEvents(key, createdAt, tally);
        events.state(state.orElseGet(
                () -> JsonValue.object().putOrNull("unreadable", row.state).build()));
        database.each(
                event -> {
                    InterruptedWorkException.check();
                    events.add(LegacyRow.read(event));
                    return true;
                },
                // by the names as they lie there: read as text, bytes that are no text would not be found again
                "SELECT e." + String.join(", e.", LegacyRow.COLUMNS) + " FROM " + row.table + " n CROSS JOIN events e"
                        + " ON e.app_name IS n.app_name AND e.user_id IS n.user_id AND e.session_id IS n.session_id"
                        + " WHERE n.rowid = ? ORDER BY e.timestamp, e.rowid",
                row.number);
        SessionRows.insert(journal, new SessionSummary(key, createdAt, updated.orElse(createdAt), 0), events.finish());
    }

    /** A name that is blank, which ours may not be, is replaced by one that is free. */
    private SessionKey key(Row row) {
        var app = row.app.filter(name -> !name.isBlank()).orElse("unnamed");
        var user = row.user.filter(name -> !name.isBlank()).orElse("unnamed");
        var id = row.id.filter(name -> !name.isBlank()).orElse("unnamed");
        var key = new SessionKey(app, user, id);
        for (var n = 2; !taken.add(key); n++) {
            key = new SessionKey(app, user, id + "-" + n);
        }
        return key;
    }

    private static Optional<JsonValue.Obj> object(String json) {
        try {
            return Optional.of(Json.parseObject(json));
        } catch (JsonException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private record StateRow(
            Optional<String> app, Optional<String> user, Optional<String> state, Optional<String> updated) {
        static StateRow read(ResultSet row) throws SQLException {
            return new StateRow(text(row, 1), text(row, 2), text(row, 3), text(row, 4));
        }
    }

    /**
     * A session.
     *
     * @param table where its names lie, in row {@code number}: that of the sessions, or that of the events without one
     */
    private record Row(
            Optional<String> app,
            Optional<String> user,
            Optional<String> id,
            Optional<String> state,
            Optional<String> created,
            Optional<String> updated,
            String table,
            long number) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    text(row, 1),
                    text(row, 2),
                    text(row, 3),
                    text(row, 4),
                    text(row, 5),
                    text(row, 6),
                    row.getString(7),
                    row.getLong(8));
        }

        boolean isNamed(SessionKey key) {
            return app.equals(Optional.of(key.app()))
                    && user.equals(Optional.of(key.user()))
                    && id.equals(Optional.of(key.id()));
        }
    }
}
