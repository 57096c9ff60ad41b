package ai.zavora.adapter.credential;

import ai.zavora.base.config.Secret;
import java.util.List;
import java.util.Optional;

/** The Secret Service of Linux desktops (GNOME Keyring, KWallet, KeePassXC), through {@code secret-tool}. */
final class SecretServiceVault implements Vault {
    static final String PROGRAM = "secret-tool";

    /** What {@code secret-tool} ends with when there is no such entry, and at an error that it then tells of. */
    private static final int NOT_FOUND = 1;

    private final VaultProgram program;

    SecretServiceVault(VaultProgram program) {
        this.program = program;
    }

    @Override
    public Optional<Secret> find(String account) throws VaultException, InterruptedException {
        var outcome = program.run(List.of("lookup", "service", SERVICE, "account", account), "");
        if (outcome.exit() == 0) {
            return Optional.of(outcome.out().strip())
                    .filter(key -> !key.isEmpty())
                    .map(Secret::new);
        }
        if (outcome.exit() == NOT_FOUND && !outcome.complained()) {
            return Optional.empty();
        }
        throw program.failed("failed with exit code " + outcome.exit());
    }

    @Override
    public void save(String account, Secret key) throws VaultException, InterruptedException {
        // without a line feed: all that is read is the secret
        var outcome = program.run(
                List.of("store", "--label", SERVICE + " " + account, "service", SERVICE, "account", account),
                key.reveal());
        if (outcome.exit() != 0) {
            throw program.failed("failed with exit code " + outcome.exit());
        }
    }

    @Override
    public boolean delete(String account) throws VaultException, InterruptedException {
        var there = find(account).isPresent();
        if (there) {
            var outcome = program.run(List.of("clear", "service", SERVICE, "account", account), "");
            if (outcome.exit() != 0) {
                throw program.failed("failed with exit code " + outcome.exit());
            }
        }
        return there;
    }
}
