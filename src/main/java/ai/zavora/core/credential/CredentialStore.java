package ai.zavora.core.credential;

import ai.zavora.base.config.Secret;
import java.util.Optional;

/**
 * Keeps keys of providers beyond the end of the process: in the vault of the operating system where one answers, else in
 * a file that only its owner may read. Every wait is bounded. File trouble is a
 * {@link ai.zavora.base.error.ZavoraException} of kind INPUT; vault trouble is part of the result.
 */
public interface CredentialStore {

    /**
     * The key of a provider that was saved last, be it in the vault or in the file.
     *
     * @param provider its lowercase name
     */
    KeyLookup find(String provider) throws InterruptedException;

    /**
     * Keeps a key in place of an earlier one.
     *
     * @param provider its lowercase name
     */
    Saved save(String provider, Secret key) throws InterruptedException;

    /**
     * Removes the key of a provider from vault and file.
     *
     * @param provider its lowercase name
     * @return whether there was one in either
     */
    Removed delete(String provider) throws InterruptedException;

    /**
     * Where a key went.
     *
     * @param problem why it did not go to the vault that is there
     */
    record Saved(Place place, Optional<VaultProblem> problem) {}

    /**
     * What became of a key.
     *
     * @param any whether there was one
     * @param problem why the vault could not be asked, so that one may be left there
     */
    record Removed(boolean any, Optional<VaultProblem> problem) {}
}
