package ai.zavora.base.json;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;

/**
 * Escapes what JSON leaves alone but terminals obey, since people print JSON on terminals: DEL and the C1 controls. They
 * can only stand inside a string.
 */
final class TerminalSafeWriter extends FilterWriter {
    private static final char FIRST = 0x7f;
    private static final char LAST = 0x9f;

    TerminalSafeWriter(Writer out) {
        super(out);
    }

    @Override
    public void write(int c) throws IOException {
        if (isControl((char) c)) {
            out.write("\\u00" + HexFormat.of().toHexDigits((byte) c));
        } else {
            out.write(c);
        }
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
        write(new String(buffer, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        var from = offset;
        for (var i = offset; i < offset + length; i++) {
            if (isControl(text.charAt(i))) {
                out.write(text, from, i - from);
                write(text.charAt(i));
                from = i + 1;
            }
        }
        out.write(text, from, offset + length - from);
    }

    private static boolean isControl(char c) {
        return c >= FIRST && c <= LAST;
    }
}
