package ai.zavora.core.credential;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the store says of each provider's key, looked up when it is first needed and then remembered.
 *
 * <p>Safe for use from several threads. One call of the store is under way at most, and no lock is held over it: whoever
 * needs a provider that was looked up before gets what was found then, and only who needs one that was not waits.
 */
public final class StoredKeys {

    /** For how long it counts that no key was found, and that a vault could not be asked, where that may change. */
    static final Duration MISS = Duration.ofSeconds(10);

    private final Supplier<CredentialStore> opener;
    private final Optional<InstantSource> clock;
    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, KeyLookup.StoredKey> doubted = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private boolean busy;
    private @Nullable Opened store;

    /** What was found, and when. */
    private record Known(KeyLookup lookup, Instant since) {}

    /** The store, and since when it knows what it knows of its vault. */
    private record Opened(CredentialStore store, Instant since) {}

    /** A call of the store. */
    private interface Use<T> {
        T of(CredentialStore store) throws InterruptedException;
    }

    private StoredKeys(Supplier<CredentialStore> opener, Optional<InstantSource> clock) {
        this.opener = requireNonNull(opener, "opener is null");
        this.clock = clock;
    }

    /**
     * For a process that ends soon: what was found counts to its end, and no store is asked twice.
     *
     * @param opener opens the store; called once, when it is first needed
     */
    public static StoredKeys lookedUpOnce(Supplier<CredentialStore> opener) {
        return new StoredKeys(opener, Optional.empty());
    }

    /**
     * For a process that runs for long: a key that was not found is looked for again after 10 seconds, and one that was
     * found when it was refused.
     *
     * @param opener opens the store; called when it is first needed, and again after 10 seconds at least, since a store
     *     that could not ask its vault once does not try again
     */
    public static StoredKeys lookedUpAgain(Supplier<CredentialStore> opener, InstantSource clock) {
        return new StoredKeys(opener, Optional.of(clock));
    }

    /** The key of a provider; a miss of some time ago is looked up again. */
    KeyLookup find(String provider) throws InterruptedException {
        return find(provider, before -> before.lookup().found().isPresent() || !isOver(before.since()));
    }

    /** The key of a provider, for those who have another if there is none: what was found once counts. */
    KeyLookup findOnce(String provider) throws InterruptedException {
        return find(provider, _ -> true);
    }

    private KeyLookup find(String provider, Predicate<Known> counts) throws InterruptedException {
        lock.lock();
        try {
            var before = known.get(provider);
            while (before == null && busy) {
                idle.await();
                before = known.get(provider);
            }
            if (before != null && (busy || counts.test(before))) {
                return before.lookup();
            }
            busy = true;
        } finally {
            lock.unlock();
        }
        return use(store -> remembered(provider, store.find(provider)));
    }

    private KeyLookup remembered(String provider, KeyLookup lookup) {
        lock.lock();
        try {
            var counts = inDoubt(lookup, Optional.ofNullable(doubted.remove(provider)));
            known.put(provider, new Known(counts, now()));
            return counts;
        } finally {
            lock.unlock();
        }
    }

    /** A refusal may have had other reasons than the key, so it is not given up for a vault that cannot be asked. */
    private static KeyLookup inDoubt(KeyLookup lookup, Optional<KeyLookup.StoredKey> refused) {
        return lookup.found().isEmpty() && lookup.problem().isPresent()
                ? new KeyLookup(refused, lookup.problem())
                : lookup;
    }

    /** What is known of a provider's key without asking the store; empty when nothing is. */
    Optional<KeyLookup> known(String provider) {
        lock.lock();
        try {
            return Optional.ofNullable(known.get(provider)).map(Known::lookup);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks a provider up again when it is next needed, unless another key than the refused one is known by now. Where the
     * vault it came from cannot be asked then, the refused key goes on to be used.
     */
    void forget(String provider, Secret refused) {
        if (clock.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            var before = known.get(provider);
            if (before != null && !isAnother(before.lookup(), refused)) {
                known.remove(provider);
                before.lookup()
                        .found()
                        .filter(key -> key.place() == Place.VAULT)
                        .ifPresent(key -> doubted.put(provider, key));
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isAnother(KeyLookup lookup, Secret refused) {
        return lookup.found().filter(found -> !found.key().equals(refused)).isPresent();
    }

    /** What the store has now. */
    KeyLookup current(String provider) throws InterruptedException {
        begin();
        return use(store -> store.find(provider));
    }

    CredentialStore.Saved save(String provider, Secret key) throws InterruptedException {
        begin();
        return use(store -> changing(provider, store).save(provider, key));
    }

    CredentialStore.Removed delete(String provider) throws InterruptedException {
        begin();
        return use(store -> changing(provider, store).delete(provider));
    }

    private CredentialStore changing(String provider, CredentialStore changed) {
        lock.lock();
        try {
            known.remove(provider);
            doubted.remove(provider);
            return changed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nobody uses the store, and makes it ours; {@link #use} gives it back. */
    private void begin() throws InterruptedException {
        lock.lock();
        try {
            while (busy) {
                idle.await();
            }
            busy = true;
        } finally {
            lock.unlock();
        }
    }

    private <T> T use(Use<T> use) throws InterruptedException {
        try {
            return use.of(store());
        } finally {
            lock.lock();
            try {
                busy = false;
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Called by the one that uses the store. */
    private CredentialStore store() {
        var now = store;
        if (now == null || isOver(now.since())) {
            now = new Opened(opener.get(), now());
            store = now;
        }
        return now.store();
    }

    private boolean isOver(Instant since) {
        if (clock.isEmpty()) {
            return false;
        }
        var age = Duration.between(since, now());
        // a clock that was set back tells nothing about the age
        return age.isNegative() || age.compareTo(MISS) >= 0;
    }

    private Instant now() {
        return clock.map(InstantSource::instant).orElse(Instant.EPOCH);
    }
}
