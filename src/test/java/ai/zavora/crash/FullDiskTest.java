package ai.zavora.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that cannot grow any more at some instant of a turn with tools: no call runs whose start is not stored. */
final class FullDiskTest {
    private static final SessionKey KEY = new SessionKey("app", "user", "session");
    private static final int RUNS = 16;
    private static final int SMALLEST_KIB = 24;
    private static final int LARGEST_KIB = 110;

    @TempDir
    Path folder;

    private List<String> options = List.of();

    @Test
    void noCallRunsThatIsNotStoredAsStarted() throws Exception {
        var seed = ThreadLocalRandom.current().nextLong(1_000_000);
        var random = new Random(seed);
        options = Driver.prepare(Files.createDirectory(folder.resolve("prepared")));
        var failed = 0;
        for (var run = 0; run < RUNS; run++) {
            var limit = random.nextInt(SMALLEST_KIB, LARGEST_KIB);
            try {
                failed += limited(Files.createDirectory(folder.resolve("run" + run)), limit);
            } catch (AssertionError e) {
                throw new AssertionError("limit " + limit + " KiB, seed " + seed, e);
            }
        }
        assertThat(failed).as("turns that ended so after calls, seed %d", seed).isPositive();
    }

    /** Runs a turn under that limit and then one without; 1 when the first ended with a failure after calls that ran. */
    private int limited(Path place, int limitKib) throws Exception {
        var database = place.resolve("sessions.db");
        var effects = Files.createFile(place.resolve("effects"));
        var limit = List.of("/bin/bash", "-c", "ulimit -f " + limitKib + "; exec \"$@\"", "bash");

        var told = run(limit, database, effects, "first");

        var found = Findings.read(database, KEY, effects);
        Findings.assertSound(database);
        var acknowledged = new HashMap<Long, String>();
        told.stream().filter(line -> line.startsWith("ack ")).forEach(line -> {
            var words = line.split(" ");
            acknowledged.put(Long.valueOf(words[1]), words[2]);
        });
        found.assertHas(acknowledged);
        var ran = !Files.readAllLines(effects).isEmpty();
        var inMemoryFromTheStart =
                told.contains(TurnsProcess.WARNING) && found.events().isEmpty();
        if (!inMemoryFromTheStart) {
            found.assertEffectsFollowTheJournal();
            assertThat(run(List.of(), database, effects, "second")).noneMatch(line -> line.startsWith("failed"));
            Findings.read(database, KEY, effects).assertClosed();
        }
        var failures = told.stream()
                .filter(line -> line.startsWith(TurnsProcess.FAILED))
                .toList();
        assertThat(failures).isSubsetOf(TurnsProcess.FAILED + "SESSION");
        return ran ? failures.size() : 0;
    }

    private List<String> run(List<String> starter, Path database, Path effects, String calls) throws Exception {
        try (var process = JavaProcess.startUnder(
                starter, options, TurnsProcess.class, database.toString(), effects.toString(), KEY.id(), calls, "1")) {
            var lines = process.rest();
            assertThat(process.exitCode()).isZero();
            return lines;
        }
    }
}
