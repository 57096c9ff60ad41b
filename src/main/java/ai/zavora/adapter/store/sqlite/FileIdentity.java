package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.StoreLostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a database and the files beside it are still those that were opened. SQLite goes on with files that have
 * lost their name, and what it writes there is gone with the process (sqlite.org/howtocorrupt.html, 4.3). Log and index
 * come later than the database, and stay as long as it is open. Where the system has no key for a file nothing is told.
 * Safe for use from several threads.
 */
final class FileIdentity {
    /** Of a database without a file. */
    static final FileIdentity NONE = new FileIdentity(List.of());

    private final List<Path> files;
    private final AtomicReferenceArray<@Nullable Object> keys;

    private FileIdentity(List<Path> files) {
        this.files = files;
        this.keys = new AtomicReferenceArray<>(files.size());
    }

    /**
     * Of a database that is there and not yet opened.
     *
     * @param named the file, or a link that leads to it
     */
    static FileIdentity of(Path named, Path file) {
        var there = Stream.of(named, file).distinct().toList();
        var later = Stream.of(DatabaseFile.log(file), DatabaseFile.index(file));
        var identity = new FileIdentity(Stream.concat(there.stream(), later).toList());
        for (var i = 0; i < there.size(); i++) {
            identity.keys.set(i, key(there.get(i)));
        }
        return identity;
    }

    /**
     * Looks at the files.
     *
     * @throws StoreLostException when one of them was removed or another is in its place
     */
    void require() {
        lost().ifPresent(file -> {
            throw new StoreLostException(
                    "The session database " + files.getFirst() + " is not the file any more that was opened: "
                            + file.getFileName() + " was removed or replaced.",
                    "Put that file back, or start the program again to use what is there now.");
        });
    }

    /** Whether that is so. */
    boolean isLost() {
        return lost().isPresent();
    }

    private Optional<Path> lost() {
        for (var i = 0; i < files.size(); i++) {
            var known = keys.get(i);
            var now = key(files.get(i));
            if (known == null && now != null) {
                keys.compareAndSet(i, null, now);
            } else if (known != null && !known.equals(now)) {
                return Optional.of(files.get(i));
            }
        }
        return Optional.empty();
    }

    /** Device and inode; null where there is no such file or the system has no keys. */
    private static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
