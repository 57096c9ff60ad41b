package ai.zavora.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** One series of processes, killed one after another, which all work on one database. Used by one thread. */
final class Kills {
    private static final Pattern ACK = Pattern.compile("ack (\\d+) ([0-9a-f-]{36})");
    private static final int KILLS_PER_SESSION = 20;
    private static final int MOST_TURNS = 500;

    private final Path database;
    private final Path effects;
    private final long seed;
    private final Random random;
    private final List<String> options;
    private final Map<Long, String> acknowledged = new HashMap<>();
    private int session;
    private int cutOff;
    private int midTurn;

    /**
     * @param folder an empty one
     * @param seed of the instants
     * @param options of the JVMs to be killed
     */
    Kills(Path folder, long seed, List<String> options) throws IOException {
        this.database = folder.resolve("sessions.db");
        this.effects = Files.createFile(folder.resolve("effects"));
        this.seed = seed;
        this.random = new Random(seed);
        this.options = options;
    }

    /** Kills that many processes, looks at what each left, resumes the session in between and at the end. */
    Kills run(int count) throws Exception {
        var kill = 0;
        try {
            while (kill < count) {
                one(++kill);
                if (kill % KILLS_PER_SESSION == 0) {
                    resume(kill);
                }
            }
            resume(kill);
        } catch (AssertionError e) {
            throw new AssertionError("kill " + kill + " of seed " + seed, e);
        }
        return this;
    }

    /** How long a process takes from its start to the first event it stores. */
    Duration untilFirstEvent() throws Exception {
        var started = System.nanoTime();
        try (var process = start(0, MOST_TURNS)) {
            acknowledge(process.line());
            var took = Duration.ofNanos(System.nanoTime() - started);
            process.kill();
            process.rest().forEach(this::acknowledge);
            return took;
        }
    }

    /** Kills a process so long after its start. */
    void killAfter(Duration time) throws Exception {
        try (var process = start(0, MOST_TURNS)) {
            pause(time);
            process.kill();
            process.rest().forEach(this::acknowledge);
        }
    }

    /** How many calls were closed as having an unknown outcome: a kill met them while they ran. */
    int cutOff() {
        return cutOff;
    }

    /** How many kills met an open turn. */
    int midTurn() {
        return midTurn;
    }

    private SessionKey key() {
        return new SessionKey("app", "user", "session-" + session);
    }

    private void one(int kill) throws Exception {
        try (var process = start(kill, MOST_TURNS)) {
            waitForTheInstant(process);
            process.kill();
            process.rest().forEach(this::acknowledge);
        }
        // else the next process is the first to find the log of the killed one
        if (random.nextBoolean()) {
            look();
        }
    }

    private JavaProcess start(int kill, int turns) throws IOException {
        return JavaProcess.start(
                options,
                TurnsProcess.class,
                database.toString(),
                effects.toString(),
                key().id(),
                "k" + kill + (turns == 1 ? "r" : ""),
                Integer.toString(turns));
    }

    /** After an event was stored or some time after that; or at any time from the start of the JVM. */
    private void waitForTheInstant(JavaProcess process) {
        switch (random.nextInt(4)) {
            case 0 -> pause(Duration.ofMillis(random.nextInt(400)));
            case 1 -> acknowledgements(process);
            case 2 -> {
                acknowledgements(process);
                pause(Duration.ofNanos(random.nextInt(1_500_000)));
            }
            default -> {
                acknowledge(process.line());
                pause(Duration.ofNanos(random.nextInt(60_000_000)));
            }
        }
    }

    private void acknowledgements(JavaProcess process) {
        for (var left = 1 + random.nextInt(60); left > 0; left--) {
            acknowledge(process.line());
        }
    }

    private static void pause(Duration time) {
        var until = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void acknowledge(String line) {
        var ack = ACK.matcher(line);
        assertThat(ack.matches()).as(line).isTrue();
        assertThat(acknowledged.put(Long.valueOf(ack.group(1)), ack.group(2))).isNull();
    }

    private Findings look() throws IOException, SQLException {
        Findings.assertSound(database);
        var found = Findings.read(database, key(), effects);
        found.assertHas(acknowledged);
        found.assertEffectsFollowTheJournal();
        return found;
    }

    /** Runs one more turn to its end: afterwards nothing of the killed ones may be open. */
    private void resume(int kill) throws Exception {
        try (var process = start(kill, 1)) {
            process.rest().forEach(this::acknowledge);
            assertThat(process.exitCode()).isZero();
        }
        var found = look();
        found.assertClosed();
        cutOff += found.count("outcome_unknown");
        midTurn += found.aborted();
        session++;
        acknowledged.clear();
        Files.write(effects, new byte[0]);
    }
}
