package ai.zavora.core.credential;

import ai.zavora.base.config.Secret;
import java.util.Optional;

/**
 * What a {@link CredentialStore} found.
 *
 * @param found the key; empty when none is kept, as far as could be seen
 * @param problem why the vault could not be asked; empty when it could, and where there is none
 */
public record KeyLookup(Optional<StoredKey> found, Optional<VaultProblem> problem) {

    /** A key and where it is kept. */
    public record StoredKey(Secret key, Place place) {}
}
