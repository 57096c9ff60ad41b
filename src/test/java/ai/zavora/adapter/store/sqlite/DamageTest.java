package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.sqlite.SqliteInspection.Depth;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.DatabaseState.Flaws;
import ai.zavora.core.session.DatabaseState.Format;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes of a database that changed by themselves: whoever reads is told, and nothing is skipped. */
final class DamageTest {
    private static final SessionKey KEY = new SessionKey("app", "user", "session");
    private static final int ENTRIES = 120;
    private static final int PAGE = 4096;
    private static final int ROUNDS = 300;

    @TempDir
    Path folder;

    private Path file;
    private byte[] whole = {};
    private byte[] log = {};

    /** A database with its log in the middle of its life: half of the entries are in either. */
    @BeforeEach
    void fill() throws IOException {
        var original = folder.resolve("original.db");
        try (var store = open(original)) {
            store.open(KEY);
            store.append(KEY, 0, Events.numbered("text ".repeat(50), ENTRIES / 2));
        }
        whole = Files.readAllBytes(original);
        try (var store = open(original)) {
            for (var seq = ENTRIES / 2; seq < ENTRIES; seq++) {
                store.append(KEY, seq, Events.numbered("text ".repeat(50), 1));
            }
            log = Files.readAllBytes(DatabaseFile.log(original));
        }
        assertThat(Files.readAllBytes(original)).hasSizeGreaterThan(8 * PAGE);
        file = folder.resolve("sessions.db");
    }

    private SqliteStore open(Path database) {
        return SqliteStore.open("sqlite://" + database, folder, InstantSource.system());
    }

    @Test
    void theSampleIsWholeWithoutDamage() throws IOException {
        put(whole, log);
        assertThat(entries()).isEqualTo(ENTRIES);
    }

    @Test
    void everyTruncationIsToldAndLeavesTheFileAsItIs() throws IOException {
        for (var size :
                new int[] {1, 99, 100, 511, 512, PAGE - 1, PAGE, 2 * PAGE, whole.length / 2, whole.length - 1}) {
            put(Arrays.copyOf(whole, size), new byte[0]);
            assertDamaged("cut to " + size);
            assertThat(Files.readAllBytes(file)).as("cut to %d", size).hasSize(size);
        }
    }

    /** The pages that are missing are the second halves of entries: nothing leads on from them, so the structure is sound. */
    @Test
    void aTruncationBesideALogIsDamageAndNoMatterOfPermissions() throws IOException {
        var original = folder.resolve("halves.db");
        try (var store = open(original)) {
            store.open(KEY);
            store.append(KEY, 0, Events.numbered("text ".repeat(1000), 20));
        }
        var halves = Files.readAllBytes(original);
        byte[] itsLog;
        try (var store = open(original)) {
            store.append(KEY, 20, Events.numbered("text ", 1));
            itsLog = Files.readAllBytes(DatabaseFile.log(original));
        }
        var missed = 0;
        for (var pages = halves.length / PAGE - 1; pages > 0; pages--) {
            put(Arrays.copyOf(halves, pages * PAGE), itsLog);
            missed += looked(Depth.QUICK).isDamage() ? 0 : 1;
            var full = looked(Depth.FULL);
            assertThat(full.isDamage()).as("%d pages: %s", pages, full).isTrue();
            assertDamaged(pages + " pages");
        }
        assertThat(missed).as("cuts that the structure does not show").isPositive();
    }

    /** The damage that was found; a file that is called damaged counts as one session. */
    private Flaws looked(Depth depth) {
        var state = SqliteInspection.inspect(file, new SqliteInspection.Look(depth, folder, Instant.now()));
        return state.format() == Format.DAMAGED
                ? new Flaws(1, 0, 0)
                : state.counts().flaws();
    }

    @Test
    void anEmptiedDatabaseKeepsItsLog() throws IOException {
        put(new byte[0], log);
        assertDamaged("emptied");
        assertThat(Files.readAllBytes(DatabaseFile.log(file))).isEqualTo(log);
    }

    @Test
    void aNewerFormatWithItsLogIsLeftAsItIs() throws Exception {
        put(whole, log);
        try (var database = Database.writable(file.toString());
                var _ = open(file)) {
            database.execute("PRAGMA user_version = " + (Schema.VERSION + 1));
            whole = Files.readAllBytes(file);
            log = Files.readAllBytes(DatabaseFile.log(file));
        }
        put(whole, log);
        try {
            throw new AssertionError("opened, " + entries() + " entries");
        } catch (ZavoraException told) {
            assertThat(told).hasMessageContaining("newer");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        assertThat(Files.readAllBytes(DatabaseFile.log(file))).isEqualTo(log);
    }

    @Test
    void aPageOfNonsenseIsToldAndLeavesTheFileAsItIs() throws IOException {
        var unused = 0;
        for (var page = 0; page < whole.length / PAGE; page++) {
            var hurt = whole.clone();
            Arrays.fill(hurt, page * PAGE, (page + 1) * PAGE, (byte) 0x5a);
            put(hurt, new byte[0]);
            try {
                assertThat(entries()).as("page %d", page).isEqualTo(ENTRIES / 2);
                unused++;
            } catch (ZavoraException told) {
                assertThat(told).as("page %d", page).hasMessageContaining("damaged");
                assertThat(Files.readAllBytes(file)).as("page %d", page).isEqualTo(hurt);
            }
        }
        // the index of recent sessions and the empty tables of marks, garbage and imported state
        assertThat(unused).as("pages that a turn does not read").isLessThanOrEqualTo(4);
    }

    @Test
    void changedBytesAreToldOrDoNoHarm() throws IOException {
        var seed = ThreadLocalRandom.current().nextLong(1_000_000);
        var random = new Random(seed);
        for (var round = 0; round < ROUNDS; round++) {
            var hurt = whole.clone();
            for (var changes = 1 + random.nextInt(8); changes > 0; changes--) {
                hurt[random.nextInt(hurt.length)] = (byte) random.nextInt(256);
            }
            put(hurt, new byte[0]);
            try {
                assertThat(entries()).as("seed %d, round %d", seed, round).isIn(0, ENTRIES / 2);
            } catch (ZavoraException told) {
                assertThat(told.kind())
                        .as("seed %d, round %d: %s", seed, round, told)
                        .isEqualTo(ErrorKind.SESSION);
            }
        }
    }

    /** SQLite takes what follows the first damaged entry of a log for the rest of an interrupted write. */
    @Test
    void aDamagedLogEndsWhereTheDamageBegins() throws IOException {
        var seed = ThreadLocalRandom.current().nextLong(1_000_000);
        var random = new Random(seed);
        for (var round = 0; round < ROUNDS / 3; round++) {
            var hurt = log.clone();
            hurt[random.nextInt(hurt.length)] ^= (byte) (1 + random.nextInt(255));
            put(whole, hurt);
            assertThat(entries()).as("seed %d, round %d", seed, round).isBetween(ENTRIES / 2, ENTRIES);
        }
    }

    private void put(byte[] database, byte[] itsLog) throws IOException {
        Files.deleteIfExists(file.resolveSibling("sessions.db-shm"));
        Files.deleteIfExists(DatabaseFile.log(file));
        Files.write(file, database);
        if (itsLog.length > 0) {
            Files.write(DatabaseFile.log(file), itsLog);
        }
    }

    /** What a turn does before it sends anything; how many entries it finds, which are numbered without gaps. */
    private int entries() {
        try (var store = open(file)) {
            return read(store);
        }
    }

    private static int read(SessionStore store) {
        try (var _ = store.lease(KEY, Duration.ZERO)) {
            store.list(KEY.app(), KEY.user());
            store.open(KEY);
            var events = store.events(KEY, 0, Integer.MAX_VALUE);
            assertThat(events)
                    .extracting(Event::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, events.size()).boxed().toList());
            return events.size();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertDamaged(String how) {
        try {
            throw new AssertionError(how + ": nobody noticed, " + entries() + " entries");
        } catch (ZavoraException told) {
            assertThat(told.kind()).as(how).isEqualTo(ErrorKind.SESSION);
            assertThat(told).as(how).hasMessageContaining("damaged");
            assertThat(told.hint()).isNotBlank();
        }
    }
}
