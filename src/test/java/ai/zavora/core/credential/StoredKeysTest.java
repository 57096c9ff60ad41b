package ai.zavora.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.Secret;
import ai.zavora.core.credential.KeyLookup.StoredKey;
import ai.zavora.testing.Gate;
import ai.zavora.testing.MemoryCredentialStore;
import ai.zavora.testing.MutableClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often the store is asked, and who waits for it. */
@Timeout(60)
final class StoredKeysTest {
    private static final String OPENAI = "openai";
    private static final String GROQ = "groq";
    private static final Secret OLD = new Secret("sk-old");
    private static final Secret NEW = new Secret("sk-new");
    private static final VaultProblem LOCKED = new VaultProblem(VaultProblem.Kind.TIMED_OUT, "it is locked");

    private final MutableClock clock = MutableClock.fixed();
    private final MemoryCredentialStore store = new MemoryCredentialStore();
    private CredentialStore now = store;
    private final AtomicInteger openings = new AtomicInteger();

    @Test
    void aProcessThatEndsSoonAsksOnceWhateverItFinds() throws Exception {
        var keys = StoredKeys.lookedUpOnce(this::open);
        assertThat(keys.find(OPENAI).found()).isEmpty();
        store.failing(LOCKED);
        assertThat(keys.find(GROQ).problem()).contains(LOCKED);
        store.holding(OPENAI, "sk-new", Place.FILE).holding(GROQ, "gsk-new", Place.FILE);

        keys.forget(OPENAI, OLD);

        assertThat(keys.find(OPENAI).found()).isEmpty();
        assertThat(keys.find(GROQ).problem()).contains(LOCKED);
        assertThat(store.lookups()).containsExactly(OPENAI, GROQ);
        assertThat(openings).hasValue(1);
    }

    @Test
    void aMissCountsForTenSeconds() throws Exception {
        var keys = lookedUpAgain();
        assertThat(keys.find(OPENAI).found()).isEmpty();
        store.holding(OPENAI, "sk-new", Place.FILE);

        clock.advance(Duration.ofMillis(9_999));
        assertThat(keys.find(OPENAI).found()).isEmpty();
        clock.advance(Duration.ofMillis(1));

        assertThat(key(keys)).isEqualTo(NEW);
        assertThat(store.lookups()).hasSize(2);
    }

    @Test
    void aKeyThatWasFoundCountsHoweverLong() throws Exception {
        var keys = lookedUpAgain();
        store.holding(OPENAI, "sk-old", Place.FILE);
        assertThat(key(keys)).isEqualTo(OLD);
        store.holding(OPENAI, "sk-new", Place.FILE);

        clock.advance(Duration.ofDays(30));

        assertThat(key(keys)).isEqualTo(OLD);
        assertThat(store.lookups()).hasSize(1);
    }

    @Test
    void aStoreThatCouldNotAskItsVaultIsOpenedAgainForAllProvidersTogether() throws Exception {
        var keys = lookedUpAgain();
        keys.find(OPENAI);
        clock.advance(Duration.ofSeconds(5));
        keys.find(GROQ);
        assertThat(openings).hasValue(1);

        clock.advance(Duration.ofSeconds(5));
        keys.find(OPENAI);
        clock.advance(Duration.ofSeconds(5));
        keys.find(GROQ);

        assertThat(openings).hasValue(2);
        assertThat(store.lookups()).containsExactly(OPENAI, GROQ, OPENAI, GROQ);
    }

    @Test
    void aClockThatIsSetBackMakesNoMissLastLonger() throws Exception {
        var keys = lookedUpAgain();
        keys.find(OPENAI);
        store.holding(OPENAI, "sk-new", Place.FILE);

        clock.advance(Duration.ofHours(-1));

        assertThat(key(keys)).isEqualTo(NEW);
    }

    @Test
    void aRefusedKeyIsLookedUpAgainAndOneThatCameMeanwhileStays() throws Exception {
        var keys = lookedUpAgain();
        store.holding(OPENAI, "sk-old", Place.FILE);
        assertThat(key(keys)).isEqualTo(OLD);
        store.holding(OPENAI, "sk-new", Place.FILE);

        keys.forget(OPENAI, OLD);
        assertThat(key(keys)).isEqualTo(NEW);
        // the turn of another session that ran with the old key all the while
        keys.forget(OPENAI, OLD);

        assertThat(key(keys)).isEqualTo(NEW);
        assertThat(store.lookups()).hasSize(2);
    }

    @Test
    void aRefusedKeyGoesOnToBeUsedOnlyWhileItsVaultCannotBeAsked() throws Exception {
        var keys = lookedUpAgain();
        store.holding(OPENAI, "sk-old", Place.VAULT);
        assertThat(key(keys)).isEqualTo(OLD);
        var locked = new MemoryCredentialStore().failing(LOCKED);
        now = locked;
        clock.advance(Duration.ofSeconds(10));

        keys.forget(OPENAI, OLD);
        assertThat(key(keys)).isEqualTo(OLD);
        assertThat(keys.find(OPENAI).problem()).contains(LOCKED);
        assertThat(locked.lookups()).hasSize(1);

        now = new MemoryCredentialStore();
        clock.advance(Duration.ofSeconds(10));
        keys.forget(OPENAI, OLD);
        assertThat(keys.find(OPENAI).found()).isEmpty();
    }

    @Test
    void aRefusedKeyOfTheFileIsGoneWithTheFileWhateverTheVaultDoes() throws Exception {
        var keys = lookedUpAgain();
        store.holding(OPENAI, "sk-old", Place.FILE).failing(LOCKED);
        assertThat(key(keys)).isEqualTo(OLD);
        store.delete(OPENAI);

        keys.forget(OPENAI, OLD);

        assertThat(keys.find(OPENAI).found()).isEmpty();
    }

    @Test
    void whoAsksAboutAnOldMissWhileTheStoreIsSlowDoesNotWait() throws Exception {
        var slow = new SlowStore();
        var keys = StoredKeys.lookedUpAgain(() -> slow, clock);
        slow.gate.open();
        assertThat(keys.find(OPENAI).found()).isEmpty();
        slow.gate = new Gate();
        slow.key = Optional.of(new StoredKey(NEW, Place.VAULT));
        clock.advance(Duration.ofSeconds(10));
        var first = asking(keys);
        slow.gate.awaitReached();

        assertThat(keys.find(OPENAI).found()).isEmpty();

        slow.gate.open();
        assertThat(first.get().found()).isPresent();
        assertThat(key(keys)).isEqualTo(NEW);
        assertThat(slow.lookups).hasValue(2);
    }

    @Test
    void thoseWhoKnowNothingYetShareOneLookup() throws Exception {
        var slow = new SlowStore();
        slow.key = Optional.of(new StoredKey(NEW, Place.VAULT));
        var keys = StoredKeys.lookedUpAgain(() -> slow, clock);
        var first = asking(keys);
        slow.gate.awaitReached();
        var second = new FutureTask<>(() -> keys.find(OPENAI));
        var waiting = Thread.ofVirtual().start(second);
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        slow.gate.open();

        assertThat(first.get()).isEqualTo(second.get());
        assertThat(slow.lookups).hasValue(1);
    }

    @Test
    void aLookupThatIsInterruptedIsLeftToTheNext() throws Exception {
        var slow = new SlowStore();
        slow.key = Optional.of(new StoredKey(NEW, Place.VAULT));
        var keys = StoredKeys.lookedUpAgain(() -> slow, clock);
        var leaving = new FutureTask<>(() -> keys.find(OPENAI));
        var thread = Thread.ofVirtual().start(leaving);
        slow.gate.awaitReached();
        var next = asking(keys);

        thread.interrupt();
        assertThatThrownBy(leaving::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        slow.gate.open();

        assertThat(next.get().found()).isPresent();
        assertThat(slow.lookups).hasValue(2);
    }

    private StoredKeys lookedUpAgain() {
        return StoredKeys.lookedUpAgain(this::open, clock);
    }

    private CredentialStore open() {
        openings.incrementAndGet();
        return now;
    }

    private static FutureTask<KeyLookup> asking(StoredKeys keys) {
        var task = new FutureTask<>(() -> keys.find(OPENAI));
        Thread.ofVirtual().start(task);
        return task;
    }

    private static Secret key(StoredKeys keys) throws InterruptedException {
        return keys.find(OPENAI).found().orElseThrow().key();
    }

    /** Answers when its gate opens. */
    private static final class SlowStore implements CredentialStore {
        private final AtomicInteger lookups = new AtomicInteger();
        private volatile Gate gate = new Gate();
        private volatile Optional<StoredKey> key = Optional.empty();

        @Override
        public KeyLookup find(String provider) throws InterruptedException {
            lookups.incrementAndGet();
            assertThat(gate.pass(Duration.ofSeconds(30))).isTrue();
            return new KeyLookup(key, Optional.empty());
        }

        @Override
        public Saved save(String provider, Secret key) {
            throw new AssertionError("nothing is saved here");
        }

        @Override
        public Removed delete(String provider) {
            throw new AssertionError("nothing is deleted here");
        }
    }
}
