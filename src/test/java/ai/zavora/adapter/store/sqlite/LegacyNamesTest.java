package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.testing.LegacySessions;
import java.nio.file.Files;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** An import of names that SQLite keeps in a column of texts and that are none, and of a database that lacks a part. */
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
    void theDatabaseThatLacksItsEventsIsTheOneCalledDamaged() throws Exception {
        try (var old = LegacySessions.create(file)) {
            old.execute("DROP TABLE events");
        }
        var before = Files.readAllBytes(file);

        assertThatThrownBy(this::migrate)
                .isInstanceOf(ZavoraException.class)
                .hasMessageContaining("sessions.db is damaged")
                .extracting(failure -> ((ZavoraException) failure).kind())
                .isEqualTo(ErrorKind.SESSION);
        assertThat(file).hasBinaryContent(before);
    }
}
