package ai.zavora.surface.chat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Cuts a stream of bytes into lines of UTF-8. Not thread-safe. */
final class LineBytes {
    /** The longest line that is read; what is longer is skipped to its end and reported. */
    static final int LIMIT = 16 * 1024 * 1024;

    private final InputStream in;

    /** @param in read byte by byte, so it should be buffered */
    LineBytes(InputStream in) {
        this.in = in;
    }

    /** The next line without its end; blocks until there is one. A last line needs no end. */
    Reading next() {
        var bytes = new ByteArrayOutputStream();
        var length = 0L;
        try {
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    return length == 0 ? new Reading.End() : line(bytes, length);
                }
                if (length < LIMIT) {
                    bytes.write(b);
                }
                length++;
            }
        } catch (IOException gone) {
            // the other side went away: for a chat that is the end of what it says
            return new Reading.End();
        }
        return line(bytes, length);
    }

    private static Reading line(ByteArrayOutputStream bytes, long length) {
        if (length > LIMIT) {
            return new Reading.Unreadable(
                    "A line of the input has " + length + " bytes, more than " + LIMIT + ".",
                    "Give the text in a file: zavora-cli ask takes files.");
        }
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return new Reading.Line(
                    decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
        } catch (CharacterCodingException e) {
            return new Reading.Unreadable(
                    "A line of the input is not valid UTF-8.", "Convert the input, for example with iconv -t UTF-8.");
        }
    }
}
