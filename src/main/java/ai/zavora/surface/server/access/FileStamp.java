package ai.zavora.surface.server.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tells that a file is not the one it was.
 *
 * @param key device and inode; null where the system has none
 * @param changed when anything of it changed, its permissions too; the time of modification where the system has none
 */
record FileStamp(@Nullable Object key, long size, FileTime modified, FileTime changed) {

    /** The stamp of a file; empty when it cannot be looked at. */
    static Optional<FileStamp> of(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var modified = attributes.lastModifiedTime();
            var changed = Files.getFileStore(file).supportsFileAttributeView("unix")
                            && Files.getAttribute(file, "unix:ctime") instanceof FileTime time
                    ? time
                    : modified;
            return Optional.of(new FileStamp(attributes.fileKey(), attributes.size(), modified, changed));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
