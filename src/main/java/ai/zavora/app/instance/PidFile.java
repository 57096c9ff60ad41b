package ai.zavora.app.instance;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.OwnerOnly;
import ai.zavora.base.file.SameAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that a server keeps locked while it runs. The lock alone tells whether one does; the content tells which.
 *
 * <p>A lock of POSIX is lost as soon as the process closes any descriptor of the file, so the one who holds it works
 * with a single channel.
 */
final class PidFile {
    private static final int MOST_BYTES = 4096;
    private static final int TRIES = 10;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final Path path;

    PidFile(Path path) {
        this.path = path;
    }

    /** What a look at it found. */
    sealed interface Look {}

    /** Nobody holds it. */
    record Free() implements Look {}

    /**
     * A server holds it.
     *
     * @param by empty when the holder has not written who it is
     */
    record Held(Optional<PidRecord> by) implements Look {}

    /** Looks who holds it; changes nothing. */
    Look look() {
        try (var channel = FileChannel.open(path, options(StandardOpenOption.WRITE))) {
            var lock = tryLock(channel);
            if (lock.isPresent()) {
                lock.get().release();
                return new Free();
            }
            return new Held(PidRecord.parse(content(channel)));
        } catch (NoSuchFileException e) {
            return new Free();
        } catch (IOException e) {
            throw unusable("cannot be looked at", e);
        }
    }

    /**
     * Takes it, also from a server that ended without a word.
     *
     * @throws ZavoraException INPUT, when a running server holds it, or it is no pid file
     */
    HeldPidFile take(Instant now) throws InterruptedException {
        try {
            Files.createDirectories(path.resolveSibling(""));
            var channel = FileChannel.open(
                    path, options(StandardOpenOption.WRITE, StandardOpenOption.CREATE), OwnerOnly.attributes(path));
            try {
                var lock = lockInTime(channel);
                var before = content(channel);
                if (lock.isEmpty()) {
                    throw held(PidRecord.parse(before));
                }
                if (!before.isBlank() && PidRecord.parse(before).isEmpty()) {
                    throw new ZavoraException(
                            ErrorKind.INPUT,
                            "The file " + path + " is no pid file, so it is not written over.",
                            "Name another with --pid-file, or remove it.");
                }
                if (OwnerOnly.isKnownTo(path)) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
                }
                // else root, having served once, would lock the service out
                SameAccess.giveToOwnerOfFolder(path);
                return new HeldPidFile(channel, PidRecord.ofThisProcess(now));
            } catch (IOException | RuntimeException | InterruptedException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable("cannot be written", e);
        }
    }

    /** Tries for a moment: who looks at the file holds its lock for an instant. */
    private static Optional<FileLock> lockInTime(FileChannel channel) throws IOException, InterruptedException {
        var lock = tryLock(channel);
        for (var tries = 1; lock.isEmpty() && tries < TRIES; tries++) {
            Thread.sleep(BETWEEN_TRIES);
            lock = tryLock(channel);
        }
        return lock;
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException heldByThisProcess) {
            return Optional.empty();
        }
    }

    private static String content(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(MOST_BYTES);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // until there is no more
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    private static Set<OpenOption> options(StandardOpenOption... more) {
        var options = new HashSet<OpenOption>(Set.of(more));
        options.add(StandardOpenOption.READ);
        // a link may have been laid by somebody else, to have another file written over
        options.add(LinkOption.NOFOLLOW_LINKS);
        return options;
    }

    private ZavoraException held(Optional<PidRecord> by) {
        var where =
                by.flatMap(PidRecord::address).map(address -> " at " + address).orElse("");
        var who = by.map(record -> " (pid " + record.pid() + ")").orElse("");
        return new ZavoraException(
                ErrorKind.INPUT,
                "A server runs already" + where + who + ", with the pid file " + path + ".",
                "Stop it with `zavora-cli server stop` and the profile or --pid-file that it has, or give this one another"
                        + " --pid-file.");
    }

    private ZavoraException unusable(String what, IOException cause) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The pid file " + path + " " + what + ".",
                "Check the permissions of it and its folder, or name another with --pid-file.",
                cause);
    }
}
