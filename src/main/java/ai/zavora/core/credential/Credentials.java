package ai.zavora.core.credential;

import ai.zavora.base.config.Layer;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.core.llm.ModelProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key of a provider: environment variable, what was saved last in credentials file or OS vault, profile, in this
 * order. The store is asked only where there is no variable, and once for each provider. Safe for use from several threads:
 * whoever asks while the store is being asked waits.
 */
public final class Credentials {
    private final Settings settings;
    private final Supplier<CredentialStore> opener;
    private final Consumer<String> warnings;
    private final Map<String, KeyLookup> stored = new HashMap<>();
    private @Nullable CredentialStore opened;
    private boolean warned;

    /**
     * @param opener opens the store; called once, when it is first needed
     * @param warnings told once, in a sentence, when the vault cannot be asked and that may matter
     */
    public Credentials(Settings settings, Supplier<CredentialStore> opener, Consumer<String> warnings) {
        this.settings = settings;
        this.opener = opener;
        this.warnings = warnings;
    }

    /** What a client of the provider is opened with, its key included. */
    public synchronized ProviderSettings access(ModelProvider provider) throws InterruptedException {
        var told = settings.provider(provider.id());
        var kept = stored(provider).found();
        return kept.isPresent() ? told.withKey(kept.get().key()) : told;
    }

    /** Where the provider's key comes from, for people: a variable, a store or a profile; empty when there is none. */
    public synchronized Optional<String> source(ModelProvider provider) throws InterruptedException {
        var kept = stored(provider).found();
        return kept.isPresent() ? kept.map(key -> key.place().words()) : settings.credentialSource(provider.id());
    }

    /** Whether an environment variable holds the provider's key. Asks no store. */
    public boolean inEnvironment(ModelProvider provider) {
        return settings.credentialLayer(provider.id())
                .filter(layer -> layer == Layer.ENVIRONMENT)
                .isPresent();
    }

    /** Whether a key of the provider is kept in the store, whatever the environment has. */
    public synchronized boolean isStored(ModelProvider provider) throws InterruptedException {
        return store().find(provider.id()).found().isPresent();
    }

    /** Why the vault could not be asked for the provider's key; empty when it could, or was not asked. */
    public synchronized Optional<VaultProblem> vaultProblem(ModelProvider provider) {
        return Optional.ofNullable(stored.get(provider.id())).flatMap(KeyLookup::problem);
    }

    /** Keeps a key in place of an earlier one. */
    public synchronized CredentialStore.Saved save(ModelProvider provider, Secret key) throws InterruptedException {
        stored.remove(provider.id());
        return store().save(provider.id(), key);
    }

    /** Removes the kept key of the provider. */
    public synchronized CredentialStore.Removed delete(ModelProvider provider) throws InterruptedException {
        stored.remove(provider.id());
        return store().delete(provider.id());
    }

    private CredentialStore store() {
        if (opened == null) {
            opened = opener.get();
        }
        return opened;
    }

    private KeyLookup stored(ModelProvider provider) throws InterruptedException {
        if (provider.credentialVariable().isEmpty() || inEnvironment(provider)) {
            return new KeyLookup(Optional.empty(), Optional.empty());
        }
        var known = stored.get(provider.id());
        if (known != null) {
            return known;
        }
        var lookup = store().find(provider.id());
        stored.put(provider.id(), lookup);
        warn(lookup);
        return lookup;
    }

    /**
     * A vault that only refuses is no news where the file has the key: that is why it is there. One that makes people
     * wait is, every time.
     */
    private void warn(KeyLookup lookup) {
        lookup.problem()
                .filter(problem -> lookup.found().isEmpty() || problem.kind() == VaultProblem.Kind.TIMED_OUT)
                .filter(problem -> !warned)
                .ifPresent(problem -> {
                    warned = true;
                    warnings.accept("the OS vault could not be asked for a key: " + problem.message());
                });
    }
}
