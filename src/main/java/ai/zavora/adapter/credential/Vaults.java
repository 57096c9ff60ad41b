package ai.zavora.adapter.credential;

import ai.zavora.base.config.VaultSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Finds the vault of this machine. Starts no process. */
final class Vaults {
    private Vaults() {}

    /**
     * The vault; empty when none can answer here: its program is not installed, or nobody is logged in to a desktop
     * whose keyring it could ask.
     *
     * @param patience for one call
     */
    static Optional<Vault> find(VaultSettings settings, Duration patience) {
        return switch (settings.system()) {
            case MACOS ->
                program(settings, KeychainVault.PROGRAM)
                        .map(file -> new KeychainVault(new VaultProgram(file, patience)));
            case OTHER ->
                hasSession(settings.sessionBus())
                        ? program(settings, SecretServiceVault.PROGRAM)
                                .map(file -> new SecretServiceVault(new VaultProgram(file, patience)))
                        : Optional.empty();
        };
    }

    private static boolean hasSession(VaultSettings.SessionBus bus) {
        return bus.address().isPresent() || bus.socket().filter(Files::exists).isPresent();
    }

    private static Optional<Path> program(VaultSettings settings, String name) {
        for (var folder : settings.programFolders()) {
            var file = folder.resolve(name);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
