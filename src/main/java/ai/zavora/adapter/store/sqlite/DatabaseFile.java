package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.UnwritableStoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a session database before SQLite sees it. */
final class DatabaseFile {
    private DatabaseFile() {}

    /**
     * Makes the folder and an empty file only its owner may read, unless it exists. SQLite gives its log files the
     * permissions of the database.
     *
     * <p>An existing file is not opened here, not even to look at it: closing any descriptor of a file gives up all locks
     * this process holds on it (sqlite.org/howtocorrupt.html, 2.2).
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION, when that is impossible
     */
    static void ensure(Path file) {
        if (Files.isDirectory(file)) {
            throw SqliteFailures.failure(
                    "The session database " + file + " is a folder.", "Name a file in --session-db-url.");
        }
        if (Files.exists(file)) {
            return;
        }
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            create(file);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw uncreatable(file, e);
            }
            // another process was quicker
        } catch (IOException e) {
            throw uncreatable(file, e);
        }
    }

    private static void create(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private static RuntimeException uncreatable(Path file, IOException cause) {
        return new UnwritableStoreException(
                "The session database " + file + " cannot be created.",
                "Check the permissions and the free space of its folder, or use another --session-db-url.",
                cause);
    }
}
