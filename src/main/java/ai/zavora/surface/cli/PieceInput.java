package ai.zavora.surface.cli;

import java.io.IOException;
import java.io.InputStream;

/** An input that is read in pieces; a single byte is a piece of that length. */
abstract class PieceInput extends InputStream {
    @Override
    public final int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;
}
