package ai.zavora.testing;

import ai.zavora.base.config.Secret;
import ai.zavora.core.credential.CredentialStore;
import ai.zavora.core.credential.KeyLookup;
import ai.zavora.core.credential.KeyLookup.StoredKey;
import ai.zavora.core.credential.Place;
import ai.zavora.core.credential.VaultProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps keys in memory, as a vault would, and notes what it was asked for. */
public final class MemoryCredentialStore implements CredentialStore {
    private final Map<String, StoredKey> keys = new HashMap<>();
    private final List<String> lookups = new ArrayList<>();
    private Optional<VaultProblem> problem = Optional.empty();

    /** Puts a key in. */
    public MemoryCredentialStore holding(String provider, String key, Place place) {
        keys.put(provider, new StoredKey(new Secret(key), place));
        return this;
    }

    /** The vault fails from now on; keys go to the file. */
    public MemoryCredentialStore failing(VaultProblem itsProblem) {
        problem = Optional.of(itsProblem);
        return this;
    }

    /** The providers whose keys were looked for, in order. */
    public List<String> lookups() {
        return List.copyOf(lookups);
    }

    @Override
    public KeyLookup find(String provider) {
        lookups.add(provider);
        return new KeyLookup(
                Optional.ofNullable(keys.get(provider)).filter(key -> problem.isEmpty() || key.place() == Place.FILE),
                problem);
    }

    @Override
    public Saved save(String provider, Secret key) {
        var place = problem.isEmpty() ? Place.VAULT : Place.FILE;
        keys.put(provider, new StoredKey(key, place));
        return new Saved(place, problem);
    }

    @Override
    public Removed delete(String provider) {
        return new Removed(keys.remove(provider) != null, problem);
    }
}
