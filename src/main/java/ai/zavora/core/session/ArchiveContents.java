package ai.zavora.core.session;

import java.nio.file.Path;

/**
 * What a database file holds.
 *
 * @param events of all its sessions
 * @param bytes its size
 */
public record ArchiveContents(Path file, long sessions, long events, long bytes) {}
