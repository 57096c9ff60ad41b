package ai.zavora.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random instants of turns with tools: the database stays sound, nothing that was acknowledged is missing, no
 * call stays open once the session is resumed, and no effect comes twice.
 */
final class KillTest {
    /** So many databases at once, since a process waits for the disk half of its time. */
    private static final int LANES = 3;

    private static final int CREATIONS = 20;

    private static List<String> options = List.of();

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare(@TempDir Path prepared) throws Exception {
        options = Driver.prepare(prepared);
    }

    @Test
    void atAHundredInstantsNothingIsLostAndNothingComesTwice() throws Exception {
        kill(33);
    }

    @Test
    @Tag("long")
    void norAtFiveHundred() throws Exception {
        kill(167);
    }

    @Test
    void aDatabaseThatWasBeingCreatedCanBeUsed() throws Exception {
        var seed = ThreadLocalRandom.current().nextLong(1_000_000);
        var random = new Random(seed);
        var untilFirstEvent = Duration.ZERO;
        for (var kill = 0; kill <= CREATIONS; kill++) {
            var kills = new Kills(Files.createDirectory(folder.resolve("new" + kill)), seed, options);
            if (kill == 0) {
                untilFirstEvent = kills.untilFirstEvent();
            } else {
                // the tables are made shortly before the first event
                kills.killAfter(
                        untilFirstEvent.multipliedBy(random.nextInt(60, 101)).dividedBy(100));
            }
            kills.run(0);
        }
    }

    private void kill(int perLane) throws Exception {
        var seed = ThreadLocalRandom.current().nextLong(1_000_000);
        var lanes = new ArrayList<Callable<Kills>>();
        for (var lane = 0; lane < LANES; lane++) {
            var kills = new Kills(Files.createDirectory(folder.resolve("lane" + lane)), seed + lane, options);
            lanes.add(() -> kills.run(perLane));
        }
        var cutOff = 0;
        var midTurn = 0;
        try (var pool = Executors.newFixedThreadPool(LANES)) {
            for (var lane : pool.invokeAll(lanes)) {
                cutOff += lane.get().cutOff();
                midTurn += lane.get().midTurn();
            }
        }
        // else the instants were not where they matter
        assertThat(midTurn).as("kills that met an open turn, seed %d", seed).isGreaterThan(LANES * perLane / 3);
        assertThat(cutOff).as("calls that were cut off, seed %d", seed).isPositive();
    }
}
