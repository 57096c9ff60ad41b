package ai.zavora.adapter.credential;

import ai.zavora.base.config.Secret;
import java.util.List;
import java.util.Optional;

/** The keychain of macOS, through {@code security}. */
final class KeychainVault implements Vault {
    static final String PROGRAM = "security";

    /** What {@code security} ends with when there is no such entry. */
    private static final int NOT_FOUND = 44;

    private final VaultProgram program;

    KeychainVault(VaultProgram program) {
        this.program = program;
    }

    @Override
    public Optional<Secret> find(String account) throws VaultException, InterruptedException {
        var outcome = program.run(List.of("find-generic-password", "-s", SERVICE, "-a", account, "-w"), "");
        return switch (outcome.exit()) {
            case 0 ->
                Optional.of(outcome.out().strip()).filter(key -> !key.isEmpty()).map(Secret::new);
            case NOT_FOUND -> Optional.empty();
            default -> throw program.failed("failed with exit code " + outcome.exit());
        };
    }

    /** The command itself is given on standard input, since {@code -w KEY} would be among the arguments. */
    @Override
    public void save(String account, Secret key) throws VaultException, InterruptedException {
        var command = "add-generic-password -U -s " + SERVICE + " -a " + account + " -w " + quoted(key.reveal()) + "\n";
        var outcome = program.run(List.of("-i"), command);
        if (outcome.exit() != 0) {
            throw program.failed("failed with exit code " + outcome.exit());
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public boolean delete(String account) throws VaultException, InterruptedException {
        var outcome = program.run(List.of("delete-generic-password", "-s", SERVICE, "-a", account), "");
        return switch (outcome.exit()) {
            case 0 -> true;
            case NOT_FOUND -> false;
            default -> throw program.failed("failed with exit code " + outcome.exit());
        };
    }
}
