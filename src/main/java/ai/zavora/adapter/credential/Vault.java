package ai.zavora.adapter.credential;

import ai.zavora.base.config.Secret;
import java.util.Optional;

/** A keyring of the operating system. An account is the lowercase name of a provider. */
interface Vault {
    /** The service all our entries are filed under. */
    String SERVICE = "zavora-cli";

    Optional<Secret> find(String account) throws VaultException, InterruptedException;

    void save(String account, Secret key) throws VaultException, InterruptedException;

    /** Returns whether there was a key. */
    boolean delete(String account) throws VaultException, InterruptedException;
}
