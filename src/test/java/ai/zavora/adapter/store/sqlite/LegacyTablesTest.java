package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.DatabaseState.Format;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionMigration.Counts;
import ai.zavora.core.session.SessionMigration.Outcome;
import ai.zavora.testing.CutOffChange;
import ai.zavora.testing.LegacySessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;

/** An import of a database that lacks some of its tables, or has something else in their place. */
final class LegacyTablesTest extends MigrationFixture {
    private void write(String... changes) throws SQLException {
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}").eventOf("u", "01", "hello");
            for (var change : changes) {
                old.execute(change);
            }
        }
    }

    private Counts imported() {
        var report = migrate();
        assertThat(report.outcome()).isEqualTo(Outcome.IMPORTED);
        return report.counts();
    }

    private void refused(String message) throws Exception {
        var before = Files.readAllBytes(file);
        assertThatThrownBy(this::migrate)
                .isInstanceOf(ZavoraException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining(".migrating")
                .extracting(failure -> ((ZavoraException) failure).kind())
                .isEqualTo(ErrorKind.SESSION);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void whatAnEmptyRegistryHoldsIsImported() throws Exception {
        write("DROP TABLE events", "DROP TABLE sessions", "DROP TABLE app_states", "DROP TABLE user_states");

        var counts = imported();

        assertThat(counts.sessions() + counts.events() + counts.unreadable()).isZero();
        assertThat(counts.missing()).containsExactly("sessions", "events", "app_states", "user_states");
    }

    /** Only a table without its key can have them; no two entries of a journal may. */
    @Test
    void eventsWithOneIdAreToldApart() throws Exception {
        write(
                "CREATE TABLE keyless AS SELECT * FROM events",
                "DROP TABLE events",
                "ALTER TABLE keyless RENAME TO events",
                "INSERT INTO events SELECT * FROM events",
                "INSERT INTO events SELECT * FROM events");
        var again = Files.copy(file, folder.resolve("again.db"));

        assertThat(imported().events()).isEqualTo(4);

        var ids = ids(file);
        assertThat(ids).hasSize(4).doesNotHaveDuplicates().contains("event-1", Index.atIndex(0));
        Migration.of("sqlite://" + again, folder).run();
        assertThat(ids(again)).isEqualTo(ids);
    }

    private List<String> ids(Path database) {
        try (var store = SqliteStore.open("sqlite://" + database, folder, InstantSource.system())) {
            return store.events(new SessionKey("app", "u", "s"), 0, 9).stream()
                    .map(Event::id)
                    .toList();
        }
    }

    @Test
    void eventsWithoutATableOfSessionsAreImported() throws Exception {
        write("DROP TABLE sessions");

        var counts = imported();

        assertThat(counts.sessions()).isEqualTo(1);
        assertThat(counts.events()).isEqualTo(1);
        assertThat(counts.unreadable()).isZero();
        assertThat(counts.missing()).containsExactly("sessions");
    }

    @Test
    void sessionsWithoutATableOfEventsAreImported() throws Exception {
        write("DROP TABLE events");

        var counts = imported();

        assertThat(counts.sessions()).isEqualTo(1);
        assertThat(counts.events()).isZero();
        assertThat(counts.missing()).containsExactly("events");
    }

    @Test
    void rowsThatLackAColumnAreImportedAndCounted() throws Exception {
        write("ALTER TABLE events DROP COLUMN branch", "ALTER TABLE sessions DROP COLUMN state");

        var counts = imported();

        assertThat(counts.events()).isEqualTo(1);
        assertThat(counts.unreadable()).isEqualTo(2);
        assertThat(counts.missing()).containsExactlyInAnyOrder("events.branch", "sessions.state");
    }

    @Test
    void timesOfASessionThatCannotBeReadAreThoseOfItsEventsAndAreKept() throws Exception {
        write("UPDATE sessions SET created_at = 'CREATED', updated_at = 'UPDATED'");

        assertThat(imported().unreadable()).isEqualTo(1);

        try (var database = Database.writable(file.toString())) {
            var at = SessionRows.nanos(Instant.parse("2026-03-01T10:00:01Z"));
            assertThat(database.number("SELECT created_unix_ns FROM journal_session"))
                    .isEqualTo(at);
            assertThat(database.number("SELECT updated_unix_ns FROM journal_session"))
                    .isEqualTo(at);
            assertThat(database.text("SELECT group_concat(entry) FROM journal_event"))
                    .contains("{\"created_at\":\"CREATED\",\"updated_at\":\"UPDATED\"}");
        }
    }

    @Test
    void oneWhoseHeaderIsDamagedIsKnownByItsTables() throws Exception {
        write("PRAGMA application_id = 1633837924", "PRAGMA user_version = 7");

        assertThat(imported().events()).isEqualTo(1);
    }

    @Test
    void aChangeThatWasCutOffIsLeftToTheImport() throws Exception {
        write();
        CutOffChange.in(file, "events");
        var journal = Files.readAllBytes(DatabaseFile.journal(file));
        var before = Files.readAllBytes(file);

        assertThatThrownBy(() -> SqliteStore.open("sqlite://" + file, folder, InstantSource.system()))
                .hasMessageContaining("Rust version");

        assertThat(file).hasBinaryContent(before);
        assertThat(DatabaseFile.journal(file)).hasBinaryContent(journal);
        assertThat(imported().events()).isEqualTo(1);
    }

    @Test
    void aViewInATablesPlaceIsNamed() throws Exception {
        write("ALTER TABLE events RENAME TO kept", "CREATE VIEW events AS SELECT * FROM kept");

        refused("events is a view");
    }

    @Test
    void aTableWithoutRowNumbersIsNamed() throws Exception {
        write("DROP TABLE user_states", "CREATE TABLE user_states (app_name TEXT PRIMARY KEY) WITHOUT ROWID");

        refused("user_states is a table without row numbers");
    }

    @Test
    void aDamagedOneIsToldFromADamagedOneOfOurs() throws Exception {
        writeDamaged();

        refused("earlier Rust version of zavora-cli, is damaged");

        var state = SqliteInspection.inspect(
                        "sqlite://" + file,
                        folder,
                        new SqliteInspection.Look(
                                SqliteInspection.Depth.QUICK, Files.createTempDirectory(folder, ""), Instant.now()))
                .orElseThrow();
        assertThat(state.format()).isEqualTo(Format.DAMAGED_LEGACY);
    }
}
