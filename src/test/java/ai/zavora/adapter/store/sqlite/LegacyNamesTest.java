package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.LegacySessions;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An import of names that SQLite keeps in a column of texts and that are none, or are not one row's alone. */
final class LegacyNamesTest extends MigrationFixture {
    @Test
    void sessionsWhoseNamesAreNoTextKeepTheirEvents() throws SQLException {
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}").eventOf("u", "01", "of a text");
            for (var name : new String[] {"x'41ff'", "CAST(x'41ff' AS TEXT)", "CAST(x'41fe' AS TEXT)"}) {
                old.execute("INSERT INTO sessions SELECT app_name, user_id, " + name
                        + ", state, created_at, updated_at FROM sessions WHERE session_id = 's'");
                old.execute("INSERT INTO events SELECT id, app_name, user_id, " + name + ", invocation_id, branch,"
                        + " author, timestamp, llm_response, actions, long_running_tool_ids FROM events"
                        + " WHERE session_id = 's'");
            }
            old.execute("INSERT INTO events SELECT id, app_name, x'ff', session_id, invocation_id, branch, author,"
                    + " timestamp, llm_response, actions, long_running_tool_ids FROM events WHERE session_id = 's'");
        }

        var counts = migrate().counts();

        assertThat(counts.sessions()).isEqualTo(5);
        assertThat(counts.events()).isEqualTo(5);
        try (var database = Database.writable(file.toString())) {
            assertThat(database.all(row -> row.getLong(1), "SELECT last_seq FROM journal_session"))
                    .containsExactly(1L, 1L, 1L, 1L, 1L);
        }
    }

    @Test
    void statesWhoseNamesReadAlikeAreAllKept() throws SQLException {
        try (var old = LegacySessions.create(file)) {
            for (var app : new String[] {"NULL", "NULL", "''", "'app'"}) {
                old.execute("INSERT INTO app_states VALUES (" + app + ", '{}', ?)", LegacySessions.time("01"));
            }
            for (var user : new String[] {"CAST(x'ff' AS TEXT)", "CAST(x'fe' AS TEXT)"}) {
                old.execute("INSERT INTO user_states VALUES ('app', " + user + ", '{}', ?)", LegacySessions.time("01"));
            }
        }

        var counts = migrate().counts();

        assertThat(counts.appStates()).isEqualTo(4);
        assertThat(counts.userStates()).isEqualTo(2);
        assertThat(counts.unreadable()).isEqualTo(4);
        try (var database = Database.writable(file.toString())) {
            assertThat(database.all(
                            row -> row.getString(1) + "/" + row.getString(2),
                            "SELECT app, user FROM journal_state ORDER BY scope, app, user"))
                    .containsExactly("/", "-2/", "-3/", "app/", "app/\ufffd", "app/\ufffd-2");
        }
    }

    @Test
    void aNameThatCanBeReadIsNoOtherSessions() throws SQLException {
        try (var old = LegacySessions.create(file)) {
            old.session("u", "a", "{}").session("u", "unnamed", "{}");
            for (var name : new String[] {"x'61'", "''", "'a' || char(0)"}) {
                old.execute("INSERT INTO sessions VALUES ('app', 'u', " + name + ", '{}', ?, ?)", "2020", "2020");
            }
        }

        migrate();

        assertThat(ids()).containsExactly("a", "a-2", "a_", "unnamed", "unnamed-2");
        try (var database = Database.writable(file.toString())) {
            assertThat(database.number("SELECT updated_unix_ns FROM journal_session WHERE session_id = 'a'"))
                    .isPositive();
        }
    }

    @Test
    void rowsOfOneNameAreAllKeptAndTheLatestHasTheEvents() throws SQLException {
        try (var old = LegacySessions.create(file)) {
            old.execute("DROP TABLE sessions");
            old.execute("CREATE TABLE sessions (app_name, user_id, session_id, state, created_at, updated_at)");
            for (var day : new String[] {"1", "3", "2"}) {
                var time = "2026-02-0" + day + "T00:00:00+00:00";
                old.execute("INSERT INTO sessions VALUES ('app', 'u', 's', '{}', ?, ?)", time, time);
            }
            old.eventOf("u", "01", "only once");
            old.execute("DROP TABLE app_states");
            old.execute("CREATE TABLE app_states (app_name, state, updated_at)");
            old.execute("INSERT INTO app_states VALUES ('app', '{\"n\":1}', ?)", LegacySessions.time("01"));
            old.execute("INSERT INTO app_states VALUES ('app', '{\"n\":2}', ?)", LegacySessions.time("02"));
        }

        var counts = migrate().counts();

        assertThat(counts.events()).isEqualTo(1);
        assertThat(counts.unreadable()).isEqualTo(3);
        assertThat(ids()).containsExactly("s", "s-2", "s-3");
        try (var database = Database.writable(file.toString())) {
            assertThat(database.text("SELECT session_id FROM journal_session WHERE last_seq = 1"))
                    .isEqualTo("s");
            assertThat(database.text("SELECT state FROM journal_state WHERE app = 'app'"))
                    .isEqualTo("{\"n\":2}");
        }
    }

    private List<String> ids() throws SQLException {
        try (var database = Database.writable(file.toString())) {
            return database.all(row -> row.getString(1), "SELECT session_id FROM journal_session ORDER BY 1");
        }
    }
}
