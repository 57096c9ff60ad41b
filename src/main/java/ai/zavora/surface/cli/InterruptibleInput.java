package ai.zavora.surface.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * An input whose reader can be interrupted while it waits, which a read of a file or a pipe cannot be: a thread of its own
 * reads. It reads no more than it is asked for. Used by one thread, and by nobody else from the first read on.
 */
public final class InterruptibleInput extends PieceInput {
    private static final int PIECE = 1 << 16;

    private final InputStream in;
    private final SynchronousQueue<Integer> wanted = new SynchronousQueue<>();
    private final SynchronousQueue<Piece> read = new SynchronousQueue<>();
    private final byte[] buffer = new byte[PIECE];
    private boolean started;

    /** @param in stays open */
    public InterruptibleInput(InputStream in) {
        this.in = in;
    }

    /** @throws InterruptedIOException when the calling thread is interrupted, and stays so; nothing can be read any more */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!started) {
            started = true;
            Thread.ofPlatform().daemon().name("standard-input").start(this::pump);
        }
        try {
            // an exchange with a thread that waits already does not look
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            wanted.put(Math.min(length, PIECE));
            var piece = read.take();
            if (piece.failure != null) {
                throw piece.failure;
            }
            if (piece.count > 0) {
                System.arraycopy(buffer, 0, target, offset, piece.count);
            }
            return piece.count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for input");
        }
    }

    private void pump() {
        try {
            while (true) {
                read.put(next(wanted.take()));
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread; it ends with the process
        }
    }

    private Piece next(int length) {
        try {
            return new Piece(in.read(buffer, 0, length), null);
        } catch (IOException e) {
            return new Piece(-1, e);
        }
    }

    private record Piece(int count, @Nullable IOException failure) {}
}
