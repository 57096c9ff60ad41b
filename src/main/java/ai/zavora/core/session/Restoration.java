package ai.zavora.core.session;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a restore did.
 *
 * @param restored the database as it is now
 * @param kept where the one before is; empty when there was none
 */
public record Restoration(ArchiveContents restored, Optional<Path> kept) {}
