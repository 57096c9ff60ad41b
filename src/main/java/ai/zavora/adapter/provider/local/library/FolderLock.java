package ai.zavora.adapter.provider.local.library;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets one pull of a model run at a time, over all processes and threads. The system releases it when a process dies. */
final class FolderLock implements AutoCloseable {

    private static final long POLL_NANOS = Duration.ofMillis(100).toNanos();

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, waiting for others.
     *
     * @param onWait called once, when somebody else has it
     */
    static FolderLock take(Path file, Runnable onWait) throws IOException, InterruptedException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
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
            return new FolderLock(channel);
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
    public void close() throws IOException {
        channel.close();
    }
}
