package ai.zavora.base.file;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.EnumSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a file whole: readers see the old or the new one, and a full disk leaves the old one.
 *
 * <p>A link stays one, and what it leads to is replaced, or made where it leads to nothing yet. Owner, group and
 * permissions of a file that is replaced stay, as {@link SameAccess} says. What a killed process left of its own replacements in the same folder is removed.
 */
public final class FileReplacement {
    /** As many as the system itself follows. */
    private static final int MOST_LINKS = 40;

    private final Path file;
    private final NewFile newFile;

    /** Who may read a file that was not there before. */
    public enum NewFile {
        /** Only who runs the program. */
        PRIVATE,
        /** Whom the person's umask lets. */
        AS_USUAL
    }

    /** @param file what to replace, or where to make a new one */
    public FileReplacement(Path file, NewFile newFile) {
        this.file = requireNonNull(file, "file is null");
        this.newFile = requireNonNull(newFile, "newFile is null");
    }

    /**
     * The place that a path leads to when all links are followed, also a last one that leads to nothing.
     *
     * @throws IOException when links lead in a circle or cannot be read
     */
    public static Path target(Path file) throws IOException {
        if (Files.exists(file)) {
            return file.toRealPath();
        }
        var target = file.toAbsolutePath();
        for (var links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /**
     * Writes the text, as UTF-8, in place of what is there. The folder must exist.
     *
     * @throws IOException when it cannot be written, for instance because a folder or a device is there; a file that was
     *     there is untouched then
     */
    public void write(String text) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "is no file");
        }
        replace(target(file), text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The same, but what is no file and can be written to gets the text and stays: a device, or a pipe, which is waited
     * for until somebody reads it.
     *
     * @throws IOException as {@link #write}
     */
    public void deliver(String text) throws IOException, InterruptedException {
        if (!Files.exists(file) || Files.isRegularFile(file) || Files.isDirectory(file)) {
            write(text);
            return;
        }
        var writing = new FutureTask<@Nullable Void>(() -> {
            // by the name that was given: some devices lead to a name that nothing has
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                fill(channel, text.getBytes(StandardCharsets.UTF_8));
            }
            return null;
        });
        // nothing but a reader ends the wait for a pipe to open, so the caller must not be the one who waits there
        Thread.ofPlatform().daemon().name("delivery").start(writing);
        try {
            writing.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private void replace(Path target, byte[] bytes) throws IOException {
        var replaces = Files.exists(target);
        var temporary = target.resolveSibling(Leftovers.REPLACEMENTS.newName());
        try (var channel = create(temporary, replaces || newFile == NewFile.PRIVATE)) {
            try {
                fill(channel, bytes);
                channel.force(true);
                // the file system's own time, by which the age of the others is told
                Leftovers.REPLACEMENTS.removeBeside(
                        target, Files.getLastModifiedTime(temporary).toInstant());
                if (replaces) {
                    SameAccess.give(target, temporary, SameAccess.Rights.SAME);
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private static FileChannel create(Path temporary, boolean isPrivate) throws IOException {
        var attributes = isPrivate ? OwnerOnly.attributes(temporary) : new FileAttribute<?>[0];
        return FileChannel.open(
                temporary, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
    }

    private static void fill(FileChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
