package ai.zavora.adapter.credential;

import ai.zavora.base.config.Secret;
import ai.zavora.base.config.VaultSettings;
import ai.zavora.core.credential.CredentialStore;
import ai.zavora.core.credential.KeyLookup;
import ai.zavora.core.credential.Place;
import ai.zavora.core.credential.VaultProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The vault where one answers, else a file. What is saved to the vault leaves the file; so the file, where it has a key,
 * has the one that was saved last, and goes before the vault. After a vault has failed once it is not asked again, so that several keys do not mean several waits.
 */
public final class LayeredCredentialStore implements CredentialStore {

    /** How long a vault may take for one answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Optional<Vault> vault;
    private final CredentialsFile file;
    private Optional<VaultProblem> problem = Optional.empty();

    /** @param userFolder where the file is; made when it is needed */
    public LayeredCredentialStore(VaultSettings settings, Path userFolder) {
        this(settings, userFolder, PATIENCE);
    }

    LayeredCredentialStore(VaultSettings settings, Path userFolder, Duration patience) {
        this.vault = Vaults.find(settings, patience);
        this.file = new CredentialsFile(userFolder.resolve("credentials.json"));
    }

    @Override
    public KeyLookup find(String provider) throws InterruptedException {
        // a key is in the file only when no vault took it, so that one the vault still holds is older
        var inFile = file.find(provider);
        if (inFile.isPresent()) {
            return found(inFile.get(), Place.FILE);
        }
        return ofVault(provider)
                .map(key -> found(key, Place.VAULT))
                .orElseGet(() -> new KeyLookup(Optional.empty(), problem));
    }

    private KeyLookup found(Secret key, Place place) {
        return new KeyLookup(Optional.of(new KeyLookup.StoredKey(key, place)), problem);
    }

    private Optional<Secret> ofVault(String provider) throws InterruptedException {
        if (vault.isEmpty() || problem.isPresent()) {
            return Optional.empty();
        }
        try {
            return vault.get().find(provider);
        } catch (VaultException e) {
            problem = Optional.of(e.problem());
            return Optional.empty();
        }
    }

    @Override
    public Saved save(String provider, Secret key) throws InterruptedException {
        if (vault.isPresent() && problem.isEmpty()) {
            try {
                vault.get().save(provider, key);
                verify(vault.get(), provider, key);
                file.delete(provider);
                return new Saved(Place.VAULT, Optional.empty());
            } catch (VaultException e) {
                problem = Optional.of(e.problem());
            }
        }
        file.save(provider, key);
        return new Saved(Place.FILE, problem);
    }

    /** A vault may take a key in a form it does not give back; then it is of no use. */
    private static void verify(Vault vault, String provider, Secret key) throws VaultException, InterruptedException {
        var kept = vault.find(provider);
        if (!kept.equals(Optional.of(key))) {
            vault.delete(provider);
            throw new VaultException(
                    new VaultProblem(VaultProblem.Kind.FAILED, "it did not give back the key that was put in"));
        }
    }

    @Override
    public Removed delete(String provider) throws InterruptedException {
        var fromFile = file.delete(provider);
        if (vault.isEmpty() || problem.isPresent()) {
            return new Removed(fromFile, problem);
        }
        try {
            var fromVault = vault.get().delete(provider);
            return new Removed(fromVault || fromFile, Optional.empty());
        } catch (VaultException e) {
            problem = Optional.of(e.problem());
            return new Removed(fromFile, problem);
        }
    }
}
