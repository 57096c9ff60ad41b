package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.session.DatabaseState.Checked;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionMigration.Counts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** A session database of the earlier Rust version, of which a private copy is open. */
final class LegacyDatabase {
    private final Database database;
    private final String name;
    private final LegacyTally tally;

    private LegacyDatabase(Database database, String name, LegacyTally tally) {
        this.database = database;
        this.name = name;
        this.tally = tally;
    }

    /**
     * Takes a database for one of the earlier version, and of a format that is known.
     *
     * @param name what the original is called in messages
     * @throws ai.zavora.base.error.ZavoraException SESSION, when its tables are none
     */
    static LegacyDatabase of(Database database, String name) throws SQLException {
        var missing = LegacyTables.complete(database, name);
        // the copy is ours: each session is then read without looking at the rows of all others, also where a broken
        // table has no key
        database.execute(
                "CREATE INDEX IF NOT EXISTS zavora_import ON events (app_name, user_id, session_id, timestamp)");
        database.execute("CREATE INDEX IF NOT EXISTS zavora_import_names ON sessions (app_name, user_id, session_id)");
        return new LegacyDatabase(database, name, new LegacyTally(missing));
    }

    /**
     * Writes everything into a new journal, all of it in the file itself and none in a log. Called once.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION, when what is there afterwards is not all
     */
    Counts importInto(Database journal) throws SQLException {
        Schema.prepare(journal);
        journal.transaction(() -> {
            copyTo(journal);
            return true;
        });
        verify(journal);
        // the file is moved without its log
        journal.text("PRAGMA wal_checkpoint(TRUNCATE)");
        return tally.counts();
    }

    /** Reads all of it again: whatever is missing is noticed before the original goes out of its place. */
    private void verify(Database journal) throws SQLException {
        if (!SqliteInspection.isSound(journal, Checked.FULLY)) {
            throw SqliteFailures.damaged(journal.name());
        }
        var imported = new long[1];
        journal.each(
                entry -> {
                    InterruptedWorkException.check();
                    if (EventCodec.read(entry.getString(1)).body() instanceof Event.Imported event
                            && event.original().get(LegacyEvents.SYNTHESIZED).isEmpty()) {
                        imported[0]++;
                    }
                    return true;
                },
                "SELECT entry FROM journal_event");
        var sessions = journal.number("SELECT count(*) FROM journal_session");
        var expectedEvents = database.number("SELECT count(*) FROM events");
        var expectedSessions = database.number("SELECT count(*) FROM sessions");
        if (imported[0] != expectedEvents
                || sessions != tally.counts().sessions()
                || sessions < expectedSessions
                || journal.number("SELECT count(*) FROM journal_state")
                        != database.number(
                                "SELECT (SELECT count(*) FROM app_states) + (SELECT count(*) FROM user_states)")) {
            throw SqliteFailures.failure(
                    "The import of " + name + " is not complete: " + imported[0] + " of " + expectedEvents
                            + " events and " + sessions + " of " + expectedSessions
                            + " sessions. The database was left as it is.",
                    "Make sure that no other program uses the database, then try again.");
        }
    }

    private void copyTo(Database journal) throws SQLException {
        // of rows with one name, which only a table without its key can have, the latest is the one of that name
        copyStates(journal, "app", """
                SELECT app_name, '', state, updated_at,
                  row_number() OVER (PARTITION BY app_name ORDER BY updated_at DESC, rowid) = 1
                FROM app_states""");
        copyStates(journal, "user", """
                SELECT app_name, user_id, state, updated_at,
                  row_number() OVER (PARTITION BY app_name, user_id ORDER BY updated_at DESC, rowid) = 1
                FROM user_states""");
        // events whose session is gone are kept too; states are read one at a time
        var sessions = database.all(Row::read, """
                SELECT app_name, user_id, session_id, created_at, updated_at, 'sessions', rowid,
                  row_number() OVER (PARTITION BY app_name, user_id, session_id ORDER BY updated_at DESC, rowid) = 1
                FROM sessions
                UNION ALL
                SELECT app_name, user_id, session_id, min(timestamp), max(timestamp), 'events', min(rowid), 1
                FROM events e
                WHERE NOT EXISTS (SELECT 1 FROM sessions s WHERE s.app_name IS e.app_name AND s.user_id IS e.user_id
                  AND s.session_id IS e.session_id)
                GROUP BY app_name, user_id, session_id
                ORDER BY 5, 1, 2, 3""");
        // a name that can be read is no other session's
        var taken = new HashSet<SessionKey>();
        sessions.stream().filter(Row::isNamed).map(Row::key).forEach(taken::add);
        for (var session : sessions) {
            copySession(journal, session, session.isNamed() ? session.key() : free(session.key(), taken, session::key));
        }
    }

    /** What is wanted, or the first of its numbered forms that nobody has. */
    private static <K> K free(K wanted, Set<K> taken, IntFunction<K> numbered) {
        var key = wanted;
        for (var n = 2; !taken.add(key); n++) {
            key = numbered.apply(n);
        }
        return key;
    }

    private void copyStates(Database journal, String scope, String query) throws SQLException {
        var isApp = scope.equals("app");
        var rows = database.all(StateRow::read, query);
        var taken = new HashSet<StateKey>();
        rows.stream().filter(StateRow::isNamed).map(StateRow::key).forEach(taken::add);
        for (var row : rows) {
            var at = row.updated.flatMap(LegacyRow::instant);
            if (at.isEmpty() || row.state.flatMap(LegacyDatabase::object).isEmpty() || !row.isNamed()) {
                tally.unreadable();
            }
            if (isApp) {
                tally.appState();
            } else {
                tally.userState();
            }
            var key = row.isNamed() ? row.key() : free(row.key(), taken, n -> row.key(n, isApp));
            journal.update(
                    "INSERT INTO journal_state (scope, app, user, state, updated_unix_ns) VALUES (?, ?, ?, ?, ?)",
                    scope,
                    key.app,
                    key.user,
                    row.state.orElse(""),
                    SessionRows.nanos(at.orElse(Instant.EPOCH)));
        }
    }

    private void copySession(Database journal, Row row, SessionKey key) throws SQLException {
        var created = row.created.flatMap(LegacyRow::instant);
        var updated = row.updated.flatMap(LegacyRow::instant);
        var text = stateOf(row);
        var state = text.flatMap(LegacyDatabase::object);
        if (created.isEmpty() || updated.isEmpty() || state.isEmpty() || !row.isNamed()) {
            tally.unreadable();
        }
        tally.session();
        var session = SessionWriter.begin(journal, key);
        var events = new LegacyEvents(key, created.or(() -> updated).orElse(Instant.EPOCH), tally, session::append);
        events.state(state.orElseGet(
                () -> JsonValue.object().putOrNull("unreadable", text).build()));
        events.state(unreadable(row));
        if (row.isLatest) {
            copyEvents(row, events);
        }
        events.finish();
        // times that cannot be read are those of the events, so that the session is as old as what is in it
        var told = events.times().stream().filter(Instant.EPOCH::isBefore).toList();
        var updatedAt = updated.or(() -> told.stream().reduce((_, last) -> last))
                .or(() -> created)
                .orElse(Instant.EPOCH);
        var createdAt =
                created.or(() -> updated).or(() -> told.stream().findFirst()).orElse(updatedAt);
        session.end(createdAt, updatedAt);
    }

    /** The state of a session; that of one of which only events are left is empty. */
    private Optional<String> stateOf(Row row) throws SQLException {
        return row.isOfSessions()
                ? database.first(state -> text(state, 1), "SELECT state FROM sessions WHERE rowid = ?", row.number)
                        .flatMap(state -> state)
                : Optional.of("{}");
    }

    /** The times of a session that are none, as text. */
    private static JsonValue.Obj unreadable(Row row) {
        var times = JsonValue.object();
        row.created.filter(text -> LegacyRow.instant(text).isEmpty()).ifPresent(text -> times.put("created_at", text));
        row.updated.filter(text -> LegacyRow.instant(text).isEmpty()).ifPresent(text -> times.put("updated_at", text));
        var built = times.build();
        return built.members().isEmpty()
                ? built
                : JsonValue.object().put("unreadable", built).build();
    }

    private void copyEvents(Row row, LegacyEvents events) throws SQLException {
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

    private record StateKey(String app, String user) {}

    private record StateRow(
            LegacyName app, LegacyName user, Optional<String> state, Optional<String> updated, boolean isLatest) {
        static StateRow read(ResultSet row) throws SQLException {
            return new StateRow(
                    LegacyName.read(row, 1), LegacyName.read(row, 2), text(row, 3), text(row, 4), row.getBoolean(5));
        }

        StateKey key() {
            return new StateKey(app.text(), user.text());
        }

        StateKey key(int number, boolean isApp) {
            return isApp
                    ? new StateKey(app.text() + "-" + number, user.text())
                    : new StateKey(app.text(), user.text() + "-" + number);
        }

        boolean isNamed() {
            return isLatest && app.readable() && user.readable();
        }
    }

    /**
     * A session.
     *
     * @param app its application, the user and its id, each in a form that a key may have
     * @param table where its names lie, in row {@code number}: that of the sessions, or that of the events without one
     * @param isLatest whether it is the last of the rows with these names, to which their events belong
     */
    private record Row(
            LegacyName app,
            LegacyName user,
            LegacyName id,
            Optional<String> created,
            Optional<String> updated,
            String table,
            long number,
            boolean isLatest) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    LegacyName.read(row, 1).nameable(),
                    LegacyName.read(row, 2).nameable(),
                    LegacyName.read(row, 3).nameable(),
                    text(row, 4),
                    text(row, 5),
                    row.getString(6),
                    row.getLong(7),
                    row.getBoolean(8));
        }

        boolean isOfSessions() {
            return table.equals("sessions");
        }

        SessionKey key() {
            return new SessionKey(app.text(), user.text(), id.text());
        }

        SessionKey key(int number) {
            return new SessionKey(app.text(), user.text(), id.text() + "-" + number);
        }

        /** Whether its names are as they were, and no other row's. */
        boolean isNamed() {
            return isLatest && app.readable() && user.readable() && id.readable();
        }
    }
}
