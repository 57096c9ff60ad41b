package ai.zavora.adapter.credential;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A folder whose files only their owner may read, with one writer at a time. */
record PrivateFolder(Path path) {
    private static final String LOCK = "credentials.lock";

    /** Held by the one process that may write. */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // what was written stands, and the lock ends with the process
            }
        }
    }

    /** Waits for other writers, who hold the lock only while they write one small file. */
    Lock lock() throws InterruptedException {
        try {
            make();
            var options = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = path.resolve(LOCK);
            if (Files.exists(lock) && !Files.isRegularFile(lock)) {
                // opening a pipe would wait for ever
                throw new IOException(lock + " is no file");
            }
            var channel = FileChannel.open(lock, options, attributes("rw-------"));
            try {
                channel.lock();
                return new Lock(channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Replaces a file whole; its content is never readable by others, not even for an instant. */
    void replace(Path file, byte[] content) {
        try {
            // a link is kept, and what it points to is replaced
            var target = Files.exists(file) ? file.toRealPath() : file;
            var temporary = Files.createTempFile(target.getParent(), ".credentials", ".tmp", attributes("rw-------"));
            try {
                try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    var bytes = ByteBuffer.wrap(content);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void make() throws IOException {
        try {
            Files.createDirectories(path.resolveSibling(""));
            Files.createDirectory(path, attributes("rwx------"));
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
