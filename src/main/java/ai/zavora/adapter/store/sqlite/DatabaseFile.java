package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.file.EmptyLinks;
import ai.zavora.base.file.OutOfReach;
import ai.zavora.base.file.OwnerOnly;
import ai.zavora.base.file.SameAccess;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.UnwritableStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The file of a session database before SQLite sees it. */
final class DatabaseFile {
    /** The least that is in the index of a log; less was left where there was no room (sqlite.org/walformat.html, 2). */
    private static final int INDEX_BLOCK = 32_768;

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
        if (Files.exists(file)) {
            requireFile(file);
            requireUsable(file);
            return;
        }
        requireInReach(file);
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

    /**
     * Refuses a file in a folder that may not be looked into, and one that is, or is in, a symbolic link whose target is
     * not there: what it was made for may only be out of reach just now, so nothing is made in its place, nor is it taken
     * for no database.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION
     */
    static void requireInReach(Path file) {
        if (OutOfReach.is(file)) {
            throw new UnwritableStoreException(
                    "The session database " + file + " cannot be read: a folder it is in may not be looked into.",
                    "Check who may search its folders, or use another --session-db-url.");
        }
        var link = EmptyLinks.on(file);
        if (link.isPresent()) {
            throw new UnwritableStoreException(
                    "The session database " + file + (link.get().equals(file) ? "" : " is out of reach: " + link.get())
                            + " is a symbolic link to " + target(link.get()) + ", which is not there.",
                    "Bring back what it leads to, remove the link, or use another --session-db-url.");
        }
    }

    /** What a symbolic link names; the link itself where it cannot be read. */
    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return link;
        }
    }

    /**
     * Refuses what is there and is not to be opened: SQLite takes a device for an empty database, a pipe would be waited
     * for, and what SQLite may not read it calls unwritable.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION
     */
    static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw SqliteFailures.failure(
                    "The session database " + file + " is a folder.", "Name a file in --session-db-url.");
        }
        if (!Files.isRegularFile(file)) {
            throw SqliteFailures.failure(
                    "The session database " + file + " is no regular file.", "Name another file in --session-db-url.");
        }
        if (!Files.isReadable(file)) {
            throw SqliteFailures.failure(
                    "The session database " + file + " cannot be read.",
                    "Check who may read it, or use another --session-db-url.");
        }
    }

    /**
     * Refuses a file that may not be written to before SQLite makes its log files with the same permissions: left behind,
     * they would keep the database from being written to when its own permissions are right again.
     *
     * @throws SqliteFailures.ReadOnlyException when it may not be written to
     */
    static void requireWritable(Path file) {
        if (!Files.isWritable(file)) {
            throw SqliteFailures.ReadOnlyException.of(file.toString());
        }
    }

    /**
     * Gives the log and its index the group of the database, which SQLite does for root alone: else the first of a group to
     * open it would lock the others out.
     */
    static void shareLog(Path file) {
        try {
            SameAccess.giveGroup(file, log(file));
            SameAccess.giveGroup(file, index(file));
        } catch (IOException e) {
            // gone or out of reach: whoever opens it next sees to it, or is told
        }
    }

    /** The first of the files beside a database that alone keeps this user from writing to it; empty where none does. */
    static Optional<Path> closedBeside(Path file) {
        return Stream.of(log(file), index(file))
                .filter(beside -> Files.exists(beside) && Files.isWritable(file) && !Files.isWritable(beside))
                .findFirst();
    }

    private static void requireUsable(Path file) {
        if (isUnusable(file)) {
            throw size(file) > 0
                    ? SqliteFailures.damaged(file.toString())
                    : SqliteFailures.failure(
                            "The session database " + file + " is damaged: it is empty, but its log is not.",
                            "Restore the database from a backup, or move both files away to start afresh.");
        }
    }

    /**
     * Whether it is damaged in a way that SQLite does not see, so that it must not be opened: SQLite takes a file of one
     * byte for an empty database, and throws away the log of an empty one.
     */
    static boolean isUnusable(Path file) {
        // in this order: a database that is being created has no log before it has contents
        return size(file) == 1 || (size(log(file)) > 0 && size(file) == 0);
    }

    /**
     * Whether only its log, or what would undo a change, is left of it. A database that were made in its place would throw
     * that away.
     */
    static boolean isLost(Path file) {
        // in this order: a log is made after its database, and goes before it
        return size(log(file)) + size(journal(file)) > 0 && Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Refuses to take a database for none of which there still is something.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION
     */
    static void requireNotLost(Path file) {
        if (isLost(file)) {
            throw SqliteFailures.failure(
                    "The session database " + file + " is not there, but its log is.", SessionFailures.LOST_HINT);
        }
    }

    /**
     * Whether it can be read without writing beside it only in a copy: a log lacks its index, or a change that was cut off
     * would have to be undone. Nobody has it open then.
     *
     * @param logBytes the size of its log
     */
    static boolean needsCopy(Path file, long logBytes) {
        return logBytes > 0 ? size(index(file)) < INDEX_BLOCK : size(journal(file)) > 0;
    }

    /** The ends of the names of what SQLite keeps beside a database: its log, its index and its journal. */
    static final List<String> BESIDE = List.of("-wal", "-shm", "-journal");

    /** The file that holds what was committed and is not yet in the database itself. */
    static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** What undoes an unfinished change of a database that has no log. */
    static Path journal(Path file) {
        return file.resolveSibling(file.getFileName() + "-journal");
    }

    /** What the processes that use the database share: where in the log to find what. */
    static Path index(Path file) {
        return file.resolveSibling(file.getFileName() + "-shm");
    }

    /** Makes sure that the names in the file's folder survive a power cut. */
    static void forceFolder(Path file) throws IOException {
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Whether it is an empty file without a log: nothing was ever kept in it. */
    static boolean isBlank(Path file) {
        return Files.isRegularFile(file) && size(file) == 0 && size(log(file)) == 0;
    }

    /** 0 for a file that is not there. */
    static long size(Path file) {
        return file.toFile().length();
    }

    /** An empty file that only its owner may read. */
    static void create(Path file) throws IOException {
        Files.createFile(file, OwnerOnly.attributes(file));
    }

    private static RuntimeException uncreatable(Path file, IOException cause) {
        return new UnwritableStoreException(
                "The session database " + file + " cannot be created.",
                "Check the permissions and the free space of its folder, or use another --session-db-url.",
                cause);
    }
}
