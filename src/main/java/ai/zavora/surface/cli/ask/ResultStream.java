package ai.zavora.surface.cli.ask;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.zavora.base.text.WholeCharacters;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

/** Standard output as results are written to it: UTF-8, flushed at every write, and never silent about a lost reader. */
public final class ResultStream {

    private static final int PIECE_CHARS = 1 << 16;

    private final OutputStream out;
    private final WholeCharacters characters = new WholeCharacters();

    /** @param out unbuffered or flushable; stays open */
    public ResultStream(OutputStream out) {
        this.out = out;
    }

    /** Standard output can no longer be written. */
    public static final class ClosedOutputException extends RuntimeException {
        ClosedOutputException(IOException cause) {
            super("standard output cannot be written", cause);
        }
    }

    /** @throws ClosedOutputException when nobody reads any more, or the disk behind it is full */
    public void write(String text) {
        try {
            out.write(characters.accept(text).getBytes(UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new ClosedOutputException(e);
        }
    }

    /** The same stream for pieces of any size, which are collected; to be flushed, not closed. */
    public Writer writer() {
        return new BufferedWriter(
                new Writer() {
                    @Override
                    public void write(char[] buffer, int offset, int length) {
                        ResultStream.this.write(new String(buffer, offset, length));
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                },
                PIECE_CHARS);
    }

    /** Writes the text and a line feed. */
    public void line(String text) {
        write(text + "\n");
    }
}
