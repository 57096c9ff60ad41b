package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.file.OwnerOnly;
import ai.zavora.base.file.SameAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files around a database while it is imported.
 *
 * <p>The original stays in its place until the import is complete. Then it gets a second name, and the import is moved
 * over the first: at no time is there no database. What a crash cut off in between is undone and done again.
 *
 * @param database the file that is imported, links resolved
 */
record LegacyFiles(Path database) {
    private static final String KEPT = "legacy";
    /** What SQLite may keep beside a database: what undoes, or completes, what was written to it. */
    private static final List<String> LOGS = List.of("-journal", "-wal");

    private static final String INDEX = "-shm";

    /** The import while it is made. */
    Path unfinished() {
        return DatabaseCopy.sibling(database, ".migrating");
    }

    /** The copy that is read. */
    private Path source() {
        return DatabaseCopy.sibling(database, ".migrating.source");
    }

    Path lock() {
        return DatabaseCopy.sibling(database, ".migrating.lock");
    }

    /** What an import that was cut off left of these; nothing while a process has the lock open. */
    List<Path> leftovers() {
        if (!Openers.of(lock()).processes().isEmpty()) {
            return List.of();
        }
        return Stream.of(unfinished(), source(), lock())
                .flatMap(file -> Stream.concat(Stream.of(file), beside(file)))
                .filter(LegacyFiles::exists)
                .toList();
    }

    private static Stream<Path> beside(Path file) {
        return Stream.concat(LOGS.stream(), Stream.of(INDEX)).map(ending -> DatabaseCopy.sibling(file, ending));
    }

    /** Undoes an exchange that was cut off: the original has its first name again, and that alone. */
    void restore() throws IOException {
        // a link is of somebody who moved an original that was kept
        var kept = kept().filter(path -> !Files.isSymbolicLink(path));
        if (kept.isEmpty() || (exists(database) && !Files.isSameFile(database, kept.get()))) {
            return;
        }
        for (var ending : LOGS) {
            putBack(DatabaseCopy.sibling(kept.get(), ending), DatabaseCopy.sibling(database, ending));
        }
        syncFolder();
        putBack(kept.get(), database);
        syncFolder();
    }

    private static void putBack(Path kept, Path file) throws IOException {
        if (exists(file)) {
            // moving one name of a file over another does nothing
            Files.deleteIfExists(kept);
        } else if (exists(kept)) {
            Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The newest original of an earlier import. */
    private Optional<Path> kept() {
        Optional<Path> newest = Optional.empty();
        var path = DatabaseCopy.sibling(database, "." + KEPT);
        for (var n = 2; exists(path); n++) {
            newest = Optional.of(path);
            path = DatabaseCopy.sibling(database, "." + KEPT + "." + n);
        }
        return newest;
    }

    /** Whether there is nothing to import, nor to finish. */
    boolean nothing() {
        return !exists(database) && (!exists(unfinished()) || kept().isEmpty());
    }

    /** Refuses an original that another program has open, before any work is done for nothing. */
    void requireUnused() throws IOException {
        LegacyLock.take(database).close();
    }

    /** Copies the original with its logs, as opening it would change it. */
    Path copySource() throws IOException {
        removeSource();
        for (var ending : LOGS) {
            var log = DatabaseCopy.sibling(database, ending);
            if (exists(log)) {
                copy(log, DatabaseCopy.sibling(source(), ending));
            }
        }
        copy(database, source());
        return source();
    }

    private static void copy(Path from, Path to) throws IOException {
        DatabaseFile.ensure(to);
        try (var out = Files.newOutputStream(to)) {
            Files.copy(from, out);
        }
    }

    void removeSource() throws IOException {
        remove(source());
    }

    void removeUnfinished() throws IOException {
        remove(unfinished());
    }

    private static void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        for (var log : beside(file).toList()) {
            Files.deleteIfExists(log);
        }
    }

    /** What tells that somebody wrote to the original meanwhile: sizes and times of its files. */
    List<String> signature() throws IOException {
        var result = new ArrayList<String>();
        for (var ending : List.of("", LOGS.get(0), LOGS.get(1))) {
            var file = DatabaseCopy.sibling(database, ending);
            result.add(exists(file) ? Files.size(file) + " " + Files.getLastModifiedTime(file) : "");
        }
        return result;
    }

    /** First step of the exchange: gives the original, and its logs, a second name, or moves them where that is impossible. */
    Path keepOriginal() throws IOException {
        var kept = DatabaseCopy.free(database, KEPT);
        keep(database, kept);
        for (var ending : LOGS) {
            keep(DatabaseCopy.sibling(database, ending), DatabaseCopy.sibling(kept, ending));
        }
        syncFolder();
        return kept;
    }

    private static void keep(Path file, Path kept) throws IOException {
        if (!exists(file)) {
            return;
        }
        try {
            Files.createLink(kept, file);
        } catch (UnsupportedOperationException | IOException noLinks) {
            Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Second step: takes away the logs, which have their second name, since they do not belong to the import. */
    void removeLogs() throws IOException {
        for (var ending : LOGS) {
            Files.deleteIfExists(DatabaseCopy.sibling(database, ending));
        }
        Files.deleteIfExists(DatabaseCopy.sibling(database, INDEX));
        syncFolder();
    }

    /** Last step: the import takes the original's place, for those who could use that. */
    void exchange() throws IOException {
        if (exists(database)) {
            SameAccess.give(
                    database, unfinished(), isShared() ? SameAccess.Rights.PRIVATE : SameAccess.Rights.OWNER_ONLY);
        }
        Files.move(unfinished(), database, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    /** Whether it was given to a group: that many may read what the earlier version made was no choice of anybody's. */
    private boolean isShared() throws IOException {
        return OwnerOnly.isKnownTo(database)
                && Files.getPosixFilePermissions(database).contains(PosixFilePermission.GROUP_WRITE);
    }

    private void syncFolder() throws IOException {
        if (database.getParent() != null && OwnerOnly.isKnownTo(database)) {
            DatabaseCopy.sync(database.getParent());
        }
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
}
