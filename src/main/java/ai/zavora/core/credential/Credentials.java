package ai.zavora.core.credential;

import ai.zavora.base.config.Layer;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.core.llm.ModelProvider;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Finds the key of a provider: environment variable, what was saved last in credentials file or OS vault, profile, in this
 * order. The store is asked only where there is no variable, and as often as {@link StoredKeys} has it. Safe for use from
 * several threads.
 */
public final class Credentials {
    private final Settings settings;
    private final StoredKeys stored;
    private final Consumer<String> warnings;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param warnings told once, in a sentence, when the vault cannot be asked and that may matter */
    public Credentials(Settings settings, StoredKeys stored, Consumer<String> warnings) {
        this.settings = settings;
        this.stored = stored;
        this.warnings = warnings;
    }

    /** What a client of the provider is opened with, its key included. */
    public ProviderSettings access(ModelProvider provider) throws InterruptedException {
        var told = settings.provider(provider.id());
        var kept = stored(provider).found();
        return kept.map(key -> told.withKey(key.key(), key.place().words())).orElse(told);
    }

    /** Where the provider's key comes from, for people: a variable, a store or a profile; empty when there is none. */
    public Optional<String> source(ModelProvider provider) throws InterruptedException {
        var kept = stored(provider).found();
        return kept.isPresent() ? kept.map(key -> key.place().words()) : settings.credentialSource(provider.id());
    }

    /** Where the provider's key is kept; empty where none is, and where a variable holds one, as no store is asked then. */
    public Optional<Place> keptIn(ModelProvider provider) throws InterruptedException {
        return stored(provider).found().map(KeyLookup.StoredKey::place);
    }

    /** Whether an environment variable holds the provider's key. Asks no store. */
    public boolean inEnvironment(ModelProvider provider) {
        return settings.credentialLayer(provider.id())
                .filter(layer -> layer == Layer.ENVIRONMENT)
                .isPresent();
    }

    /** The provider's key that the store has, whatever the environment has; empty when it has none. */
    public Optional<Secret> kept(ModelProvider provider) throws InterruptedException {
        return stored.current(provider.id()).found().map(KeyLookup.StoredKey::key);
    }

    /**
     * Why the vault could not be asked for the provider's key; empty when it could, or was not asked, and where that does
     * not matter.
     */
    public Optional<VaultProblem> vaultProblem(ModelProvider provider) {
        return stored.known(provider.id()).flatMap(Credentials::mattering);
    }

    /**
     * The provider refused that key: the store is asked again when a key is next needed, where it is asked more than once
     * at all. A variable cannot change while the process runs.
     */
    public void refused(ModelProvider provider, Secret key) {
        if (!inEnvironment(provider)) {
            stored.forget(provider.id(), key);
        }
    }

    /** Keeps a key in place of an earlier one. */
    public CredentialStore.Saved save(ModelProvider provider, Secret key) throws InterruptedException {
        return stored.save(provider.id(), key);
    }

    /** Removes the kept key of the provider. */
    public CredentialStore.Removed delete(ModelProvider provider) throws InterruptedException {
        return stored.delete(provider.id());
    }

    private KeyLookup stored(ModelProvider provider) throws InterruptedException {
        if (provider.credentialVariable().isEmpty() || inEnvironment(provider)) {
            return new KeyLookup(Optional.empty(), Optional.empty());
        }
        // where the profile has a key to go on with, nobody is to wait for a vault time and again
        var lookup = settings.credentialLayer(provider.id()).isPresent()
                ? stored.findOnce(provider.id())
                : stored.find(provider.id());
        warn(lookup);
        return lookup;
    }

    /**
     * A vault that only refuses is no news where the file has the key: that is why it is there. One that makes people
     * wait is, every time.
     */
    private static Optional<VaultProblem> mattering(KeyLookup lookup) {
        return lookup.problem()
                .filter(problem -> lookup.found().isEmpty() || problem.kind() == VaultProblem.Kind.TIMED_OUT);
    }

    private void warn(KeyLookup lookup) {
        mattering(lookup)
                .filter(_ -> !warned.getAndSet(true))
                .ifPresent(
                        problem -> warnings.accept("the OS vault could not be asked for a key: " + problem.message()));
    }
}
