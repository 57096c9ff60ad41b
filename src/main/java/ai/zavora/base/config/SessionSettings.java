package ai.zavora.base.config;

import java.time.Duration;

/**
 * Whose conversation it is and where it is kept.
 *
 * @param databaseUrl of the SQLite backend, {@code sqlite://PATH}; a relative path counts from the working folder
 * @param leasePatience how long to wait while another turn uses the conversation
 */
public record SessionSettings(
        String app, String user, String id, Backend backend, String databaseUrl, Duration leasePatience) {

    /** Where conversations are kept. */
    public enum Backend {
        MEMORY,
        SQLITE
    }
}
