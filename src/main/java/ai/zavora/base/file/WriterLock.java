package ai.zavora.base.file;

import ai.zavora.base.file.FileReplacement.NewFile;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one writer at a time change something, over all processes and threads. The system releases it when a process dies;
 * its file stays.
 */
public final class WriterLock implements AutoCloseable {

    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

    private static final Set<StandardOpenOption> OPENING = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    private final FileChannel channel;

    private WriterLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, waiting for others.
     *
     * @param file what the lock is on, made if it is not there; holds nothing
     * @param newFile who may take it, too
     * @param onWait called once, when somebody else has it
     * @throws UnusableFileException when it is no regular file: opening a pipe would wait for ever
     */
    public static WriterLock take(Path file, NewFile newFile, Runnable onWait)
            throws IOException, InterruptedException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new UnusableFileException(file, "is no file");
        }
        var attributes = newFile == NewFile.PRIVATE ? OwnerOnly.attributes(file) : new FileAttribute<?>[0];
        var channel = FileChannel.open(file, OPENING, attributes);
        try {
            // else whoever ran the program as root would lock the owner out
            SameAccess.giveToOwnerOfFolder(file);
            if (newFile == NewFile.AS_USUAL) {
                // whoever may replace the files of the folder has to be able to wait for the others
                SameAccess.shareWithGroupOfFolder(file);
            }
            var told = false;
            while (!tryLock(channel)) {
                if (!told) {
                    onWait.run();
                    told = true;
                }
                LockSupport.parkNanos(POLL_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return new WriterLock(channel);
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
            channel.close();
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // another thread of this process has it: to the system that is no conflict
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // what was written stands, and the lock ends with the process
        }
    }
}
