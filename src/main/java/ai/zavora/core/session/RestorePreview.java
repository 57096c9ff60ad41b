package ai.zavora.core.session;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a restore would do.
 *
 * @param backup what would be put back
 * @param database the place where it would be put
 * @param present what is there now; empty when nothing is, or when it cannot be read
 * @param kept where what is there now would be kept; empty when nothing is there
 * @param use whether a restore would be refused for now; whoever only has the database open is not seen
 */
public record RestorePreview(
        ArchiveContents backup, Path database, Optional<ArchiveContents> present, Optional<Path> kept, Use use) {

    /** Whether anybody works with the sessions in the place. */
    public enum Use {
        NONE_SEEN,
        IN_USE
    }
}
