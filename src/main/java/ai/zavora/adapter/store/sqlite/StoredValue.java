package ai.zavora.adapter.store.sqlite;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a row really holds: SQLite keeps a value of any sort in any column, and text of any bytes (sqlite.org/datatype3.html);
 * the driver makes something of all of them.
 */
final class StoredValue {
    /** What the driver puts in the place of bytes that are no text. */
    private static final char REPLACEMENT = '\ufffd';

    private static final int CHUNK = 8192;

    private StoredValue() {}

    /** Whether it is a whole number. */
    static boolean isNumber(ResultSet row, int column) throws SQLException {
        var value = row.getObject(column);
        return value instanceof Integer || value instanceof Long;
    }

    /** The text that it is; empty when it is another sort of value, or of bytes that are no UTF-8. */
    static Optional<String> text(ResultSet row, int column) throws SQLException {
        return row.getObject(column) instanceof String text
                        && (text.indexOf(REPLACEMENT) < 0 || isUtf8(row.getBytes(column)))
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Piece by piece: the text may be as large as an event. */
    private static boolean isUtf8(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(CHUNK);
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
        } while (result.isOverflow());
        return !result.isError();
    }
}
