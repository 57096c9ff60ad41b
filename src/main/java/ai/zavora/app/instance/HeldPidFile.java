package ai.zavora.app.instance;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The pid file of the server that runs in this process. */
public final class HeldPidFile implements AutoCloseable {
    private final FileChannel channel;
    private PidRecord own;

    HeldPidFile(FileChannel channel, PidRecord own) throws IOException {
        this.channel = channel;
        this.own = own;
        write(own.text());
    }

    /**
     * Takes the file for this process.
     *
     * @param now for systems that do not tell when a process began
     * @throws ZavoraException INPUT, when another server holds it or it cannot be used
     */
    public static HeldPidFile take(Path path, Instant now) throws InterruptedException {
        return new PidFile(path).take(now);
    }

    /** Writes where the server listens. */
    public void listening(String address) {
        replace(own.at(address));
    }

    /** Writes that the server ends. */
    public void stopping() {
        replace(own.stopping());
    }

    private void replace(PidRecord changed) {
        own = changed;
        try {
            write(own.text());
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT, "The pid file cannot be written.", "Check the space on its disk.", e);
        }
    }

    /** Readers may see it empty for an instant, and then look again. */
    private void write(String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        // on a thread that no signal interrupts: an interrupt would close the file, and the lock would go with it
        var writing = CompletableFuture.runAsync(
                () -> {
                    try {
                        channel.truncate(0);
                        for (var at = 0L; bytes.hasRemaining(); at = bytes.position()) {
                            channel.write(bytes, at);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofPlatform().name("pid-file").start(task));
        try {
            writing.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Empties the file and lets it go. It is not removed: who has opened it meanwhile must see the same lock. */
    @Override
    public void close() {
        try (channel) {
            write("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
