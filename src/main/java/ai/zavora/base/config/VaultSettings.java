package ai.zavora.base.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What decides whether the operating system has a vault for keys.
 *
 * @param system the family of the operating system
 * @param programFolders where programs are looked for, absolute
 * @param sessionBus over which a Linux desktop's keyring is reached
 */
public record VaultSettings(OperatingSystem system, List<Path> programFolders, SessionBus sessionBus) {
    public VaultSettings {
        programFolders = List.copyOf(programFolders);
    }

    /** What kinds of vault there are. */
    public enum OperatingSystem {
        MACOS,
        OTHER
    }

    /**
     * The bus of the desktop session, over which its keyring is reached.
     *
     * @param address as the environment gives it; empty when it does not
     * @param socket where it usually is; empty when the environment does not tell
     */
    public record SessionBus(Optional<String> address, Optional<Path> socket) {}
}
