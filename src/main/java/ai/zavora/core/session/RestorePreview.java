package ai.zavora.core.session;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a restore would do.
 *
 * @param backup what would be put back
 * @param database the place where it would be put
 * @param present what is there now; empty when nothing is, or when it cannot be read
 * @param legacy whether that is a database of the earlier Rust version, which can be imported
 * @param kept where what is there now would be kept; empty when nothing is there
 * @param users who uses the database now, for people, so that a restore would be refused; empty when nobody is seen
 */
public record RestorePreview(
        ArchiveContents backup,
        Path database,
        Optional<ArchiveContents> present,
        boolean legacy,
        Optional<Path> kept,
        Optional<String> users) {}
