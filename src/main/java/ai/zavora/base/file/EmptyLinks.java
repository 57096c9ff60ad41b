package ai.zavora.base.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Symbolic links to what is not there, as where a volume is not mounted: what they were made for is out of reach, which is
 * something else than not there.
 */
public final class EmptyLinks {
    private EmptyLinks() {}

    /** The file itself or the folder above it that is such a link; empty when there is none. */
    public static Optional<Path> on(Path file) {
        for (var path = file; path != null; path = path.getParent()) {
            if (Files.isSymbolicLink(path) && Files.notExists(path)) {
                return Optional.of(path);
            }
            if (Files.exists(path)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
