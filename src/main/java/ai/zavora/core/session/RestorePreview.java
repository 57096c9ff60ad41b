package ai.zavora.core.session;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a restore would do.
 *
 * @param backup what would be put back
 * @param database the place where it would be put
 * @param present what is there now; empty when nothing is, or when it cannot be read
 */
public record RestorePreview(ArchiveContents backup, Path database, Optional<ArchiveContents> present) {}
