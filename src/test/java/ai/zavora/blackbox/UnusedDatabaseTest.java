package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.LegacySessions;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database is there, and without options the program keeps sessions in memory. */
final class UnusedDatabaseTest extends ProgramTest {
    private static final String OPTION = "--session-backend sqlite";

    @ParameterizedTest
    @CsvSource({
        "list, 0",
        "search first, 0",
        "prune, 0",
        "show --session-id kept, 11",
        "export kept, 11",
        "fork kept, 11",
        "delete --session-id kept --force, 11",
        "resume kept, 42"
    })
    void everyCommandNamesTheWayToIt(String command, int exit) throws Exception {
        AskedBefore.in(home, "kept", "first");

        var run = program().run(("sessions " + command).split(" "));

        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.out() + run.err()).contains("database that is there", OPTION);
        if (exit == 11) {
            failsInText(run, 11, "SESSION");
        }
        var nothingThere = program()
                .with("ZAVORA_SESSION_DB_URL", "sqlite://nothing/here.db")
                .run(("sessions " + command).split(" "));
        assertThat(nothingThere.out() + nothingThere.err())
                .contains("use " + OPTION)
                .doesNotContain("that is there");
    }

    @Test
    void adviceWorksWithoutOptions() throws Exception {
        var file = Files.createDirectories(home.resolve(".zavora")).resolve("sessions.db");
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}");
        }
        var migrate = program().run("migrate");
        assertThat(migrate.exit()).isZero();
        assertThat(migrate.out()).contains("Nothing to migrate", "database that is there", OPTION);

        follow(program().run("doctor", "--offline").out());
        assertThat(program().run("doctor", "--offline").exit()).isZero();

        Files.writeString(file, "no database at all, but long enough to be taken for one");
        var damaged = program().run("doctor", "--offline");
        assertThat(damaged.exit()).isEqualTo(11);
        assertThat(damaged.out()).contains("'zavora-cli " + OPTION + " doctor --repair'");
    }

    /** Runs the command that an advice names. */
    private void follow(String advice) throws InterruptedException {
        var from = advice.indexOf("'zavora-cli ") + "'zavora-cli ".length();
        var words = new ArrayList<>(
                List.of(advice.substring(from, advice.indexOf('\'', from)).split(" ")));
        var run = program().run(words.toArray(String[]::new));
        assertThat(run.exit()).as(words + run.err()).isZero();
    }
}
