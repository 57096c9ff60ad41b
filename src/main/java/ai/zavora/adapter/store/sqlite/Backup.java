package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.ArchiveContents;
import ai.zavora.core.session.SessionArchive.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One copy of a database that others may be using.
 *
 * @param database what is copied
 * @param target where the copy goes
 */
record Backup(Path database, Path target) {

    ArchiveContents take(Existing existing) {
        requireFree(existing);
        try (var scratch = Scratch.beside(target)) {
            copyInto(scratch.file());
            var contents = ArchiveCopy.finish(scratch.file(), target);
            scratch.force();
            // once more: copying may have taken a while
            requireFree(existing);
            scratch.moveTo(target);
            return new ArchiveContents(target, contents.sessions(), contents.events(), contents.bytes());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void copyInto(Path copy) {
        var url = new SqliteUrl(Optional.of(database));
        try (var connections = Connections.open(url)) {
            // one read transaction: others may write meanwhile, and what they write is not in the copy
            connections.read(source -> source.update("VACUUM INTO ?", copy.toString()));
        }
    }

    private void requireFree(Existing existing) {
        if (Files.isDirectory(target)) {
            throw refused(" is a folder.", "Name a file.");
        }
        if (isDatabaseItself()) {
            throw refused(" is the session database itself.", "Name another file.");
        }
        if (DatabaseFile.size(DatabaseFile.log(target)) > 0) {
            throw refused(
                    " would be given the changes that " + DatabaseFile.log(target) + " holds for another database.",
                    "Name another file.");
        }
        if (existing == Existing.KEEP && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(" exists already.", "Name another file, or replace it with --force.");
        }
    }

    private boolean isDatabaseItself() {
        try {
            return target.equals(database)
                    || target.equals(DatabaseFile.log(database))
                    || target.equals(DatabaseFile.index(database))
                    || (Files.exists(target) && Files.isSameFile(target, database));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private ZavoraException refused(String why, String hint) {
        return new ZavoraException(ErrorKind.INPUT, "The file " + target + why, hint);
    }

    private ZavoraException unwritable(IOException cause) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The backup " + target + " cannot be written.",
                "Check that its folder exists, that you may write there, and the free space.",
                cause);
    }
}
