package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database in which a part of an event turned into zeros: SQLite takes its structure for sound. */
final class DamagedEventsTest extends ProgramTest {
    private static final int ZEROS = 200;
    private static final int PAGE = 4096;
    /** Where an overflow page says what follows it (sqlite.org/fileformat2.html, 1.7). */
    private static final int NEXT_PAGE = 4;

    private Path database;

    @BeforeEach
    void twoSessions() throws Exception {
        database = home.resolve(".zavora/sessions.db");
        var prompt = "the beginning " + "hay ".repeat(2000) + "needle " + "hay ".repeat(2000);
        AskedBefore.in(home, "whole", "a short one", "hurt", prompt);
    }

    private Finished kept(String... arguments) throws InterruptedException {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite").run(arguments);
    }

    /** The word goes, and what is beside it in its page, apart from where the page leads on to the next. */
    private static void damage(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("needle");
        assertThat(at).isPositive();
        var page = at - at % PAGE;
        var from = Math.clamp(at - ZEROS / 2, page + NEXT_PAGE, page + PAGE - ZEROS);
        Arrays.fill(bytes, from, from + ZEROS, (byte) 0);
        Files.write(file, bytes);
    }

    @Test
    void isNotBackedUpOverAGoodBackup() throws Exception {
        assertThat(kept("sessions", "backup", "nightly.db").exit()).isZero();
        var good = Files.readAllBytes(home.resolve("nightly.db"));
        damage(database);

        var run = kept("sessions", "backup", "nightly.db", "--force");

        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("1 session is damaged", "doctor --full", "doctor --repair");
        assertThat(home.resolve("nightly.db")).hasBinaryContent(good);
        assertThat(kept("sessions", "backup", "other.db").exit()).isEqualTo(11);
        assertThat(home.resolve("other.db")).doesNotExist();
        try (var files = Files.list(home)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--force"})
    void isNotPutInThePlaceOfASoundOne(String force) throws Exception {
        assertThat(kept("sessions", "backup", "backup.db").exit()).isZero();
        damage(home.resolve("backup.db"));
        var sound = Files.readAllBytes(database);

        var run = force.isEmpty()
                ? kept("sessions", "restore", "backup.db")
                : kept("sessions", "restore", "backup.db", force);

        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("backup.db", "1 session is damaged", "another backup", "doctor --repair");
        assertThat(database).hasBinaryContent(sound);
        try (var files = Files.list(database.resolveSibling(""))) {
            assertThat(files).noneMatch(file -> file.toString().contains(".before-restore"));
        }
    }

    @Test
    void isBackedUpAgainAfterARepair() throws Exception {
        damage(database);
        assertThat(kept("sessions", "backup", "backup.db").exit()).isEqualTo(11);

        var repair = kept("doctor", "--repair");
        assertThat(repair.exit()).as(repair.err()).isZero();
        assertThat(repair.out())
                .contains("2 sessions with 5 events", "2 more events in it mark where something was lost.");
        assertThat(kept("sessions", "restore", ".zavora/sessions.db.repaired").err())
                .contains("2 sessions with 7 events");
        assertThat(kept("sessions", "restore", ".zavora/sessions.db.repaired", "--force")
                        .exit())
                .isZero();

        var backup = kept("sessions", "backup", "backup.db");
        assertThat(backup.exit()).as(backup.err()).isZero();
        assertThat(backup.out()).contains("2 sessions");
    }

    @Test
    void isNotTakenForOneThatHoldsNoSuchWord() throws Exception {
        assertThat(kept("sessions", "search", "needle").out()).contains("hurt");
        damage(database);
        var before = Files.readAllBytes(database);

        var run = kept("sessions", "search", "needle");

        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("damaged", "doctor --repair");
        assertThat(database).hasBinaryContent(before);
    }
}
