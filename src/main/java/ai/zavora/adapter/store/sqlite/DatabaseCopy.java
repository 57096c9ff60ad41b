package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.file.SameAccess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/** Copies of a database beside it, and the names they have. */
final class DatabaseCopy {
    private DatabaseCopy() {}

    /**
     * Copies what was committed, inside of a write transaction of that database: so that one process does it, and nothing
     * is written between the copy and the change that follows. Whoever can use the database can use the copy.
     *
     * @param suffix behind the database's name; with a number when that is taken
     * @return where the copy is
     * @throws ai.zavora.base.error.ZavoraException SESSION, when it cannot be written
     */
    static Path beside(Database database, String suffix) throws SQLException {
        var file = Path.of(database.name());
        var unfinished = sibling(file, "." + suffix + ".unfinished");
        try {
            Files.deleteIfExists(unfinished);
            // SQLite would let everybody read it
            DatabaseFile.ensure(unfinished);
            try (var reader = Database.readable(database.name())) {
                reader.copyInto(unfinished);
            } catch (SQLException | RuntimeException e) {
                Files.deleteIfExists(unfinished);
                throw e;
            }
            sync(unfinished);
            // so that an older version can go on with it
            SameAccess.give(file, unfinished, SameAccess.Rights.SAME);
            return Files.move(unfinished, free(file, suffix), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw SqliteFailures.failure(
                    "The session database " + file + " cannot be copied before it is changed.",
                    "Check the permissions and the free space of its folder.",
                    e);
        }
    }

    /** The file of that suffix, or the first with a number behind it that is free. */
    static Path free(Path file, String suffix) {
        var path = sibling(file, "." + suffix);
        for (var n = 2; Files.exists(path, LinkOption.NOFOLLOW_LINKS); n++) {
            path = sibling(file, "." + suffix + "." + n);
        }
        return path;
    }

    static Path sibling(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /** Makes sure that a file or a folder is on disk. */
    static void sync(Path path) throws IOException {
        var mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (var channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
