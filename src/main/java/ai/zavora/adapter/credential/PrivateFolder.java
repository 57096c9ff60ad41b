package ai.zavora.adapter.credential;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.FileReplacement;
import ai.zavora.base.file.FileReplacement.NewFile;
import ai.zavora.base.file.SameAccess;
import ai.zavora.base.file.WriterLock;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A folder whose files only their owner may read, with one writer at a time. */
record PrivateFolder(Path path) {
    private static final String LOCK = "credentials.lock";

    /** Waits for other writers, who hold the lock only while they write one small file. */
    WriterLock lock() throws InterruptedException {
        try {
            make();
            return WriterLock.take(path.resolve(LOCK), NewFile.PRIVATE, () -> {});
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Replaces a file whole; a new one is never readable by others, not even for an instant. */
    void replace(Path file, String content) {
        try {
            new FileReplacement(file, NewFile.PRIVATE).write(content);
            SameAccess.giveToOwnerOfFolder(file);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void make() throws IOException {
        try {
            Files.createDirectories(path.resolveSibling(""));
            Files.createDirectory(path, attributes("rwx------"));
            SameAccess.giveToOwnerOfFolder(path);
        } catch (FileAlreadyExistsException e) {
            if (posix(path)) {
                var permissions = Files.getPosixFilePermissions(path);
                // who may write here could put another file in place of ours
                if (permissions.removeAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE))) {
                    Files.setPosixFilePermissions(path, permissions);
                }
            }
        }
    }

    private FileAttribute<?>[] attributes(String permissions) throws IOException {
        var existing = path;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return posix(existing)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path existing) throws IOException {
        return Files.getFileStore(existing).supportsFileAttributeView("posix");
    }

    private ZavoraException unwritable(IOException cause) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The key cannot be kept: " + path + " cannot be written.",
                "Make the folder writable, or put the key into the provider's environment variable.",
                cause);
    }
}
