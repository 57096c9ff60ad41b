package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.file.Leftovers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * A database file that only this process knows, in the folder of the file it is to become; closing removes what is left
 * of it. That of a process that was killed is found again by {@link Leftovers}.
 *
 * @param file empty at first; only its owner may read it
 */
record Scratch(Path file) implements AutoCloseable {

    static Scratch beside(Path target) throws IOException {
        var file = target.toAbsolutePath().resolveSibling(Leftovers.COPIES.newName());
        DatabaseFile.create(file);
        return new Scratch(file);
    }

    /** One in the folder for temporary files, from which what was left before it is removed. */
    static Scratch temporary() throws IOException {
        var scratch = new Scratch(Leftovers.COPIES.newTemporary());
        scratch.removeLeftovers();
        return scratch;
    }

    /**
     * A copy in the folder for temporary files of a database that nobody has open: to be read, SQLite would have to write
     * beside the original.
     */
    static Scratch copyOf(Path database) {
        try {
            var scratch = temporary();
            try {
                scratch.fill(database);
                return scratch;
            } catch (IOException | RuntimeException e) {
                scratch.closeQuietly();
                throw e;
            }
        } catch (IOException e) {
            throw new SqliteFailures.UncopiedException(database, e);
        }
    }

    /** Removes what killed processes left beside it. */
    void removeLeftovers() throws IOException {
        // the file system's own time, by which the age of the others is told
        Leftovers.COPIES.removeBeside(file, Files.getLastModifiedTime(file).toInstant());
    }

    /** Copies a database with the log beside it, or what undoes a change that was cut off, if there is one. */
    void fill(Path source) throws IOException {
        copy(source, file);
        fillBeside(DatabaseFile.log(source), DatabaseFile.log(file));
        fillBeside(DatabaseFile.journal(source), DatabaseFile.journal(file));
    }

    /**
     * Moves the log into the copy, or undoes a change that was cut off, so that it is one file; opened for reading.
     *
     * @param original what it is a copy of, as messages name it
     */
    Database settled(Path original) throws SQLException {
        var copy = file.toString();
        try (var database = Database.copy(copy, original.toString())) {
            database.text("PRAGMA journal_mode = DELETE");
        }
        return Database.copyToRead(copy, original.toString());
    }

    /** Undoes {@link #fill}. */
    void clear() throws IOException {
        Files.deleteIfExists(DatabaseFile.log(file));
        Files.deleteIfExists(DatabaseFile.journal(file));
    }

    private static void fillBeside(Path source, Path target) throws IOException {
        if (DatabaseFile.size(source) > 0) {
            DatabaseFile.create(target);
            copy(source, target);
        }
    }

    /** Into the file that is there, which keeps its permissions. */
    private static void copy(Path source, Path target) throws IOException {
        try (var out = Files.newOutputStream(target)) {
            Files.copy(source, out);
        }
    }

    /** Waits until it is on disk. Nobody may have it open. */
    void force() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Takes the target's place at once or not at all, durably. */
    void moveTo(Path target) throws IOException {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        DatabaseFile.forceFolder(target);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(DatabaseFile.log(file));
        Files.deleteIfExists(DatabaseFile.index(file));
        Files.deleteIfExists(DatabaseFile.journal(file));
    }

    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            // it stands in nobody's way; the next copy there removes it
        }
    }
}
