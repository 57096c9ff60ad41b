package ai.zavora.adapter.store.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A name in a table of the earlier Rust version, where SQLite lets everything be kept.
 *
 * @param text what was read; empty where nothing is
 * @param readable whether that is all there is: else it is nothing, a number, or bytes that are no text, and may read as
 *     another name does
 */
record LegacyName(String text, boolean readable) {
    static LegacyName read(ResultSet row, int column) throws SQLException {
        var isText = row.getObject(column) instanceof String;
        // in this order: the driver's bytes of a text are those of the form it was last read in
        var text = Optional.ofNullable(row.getString(column)).orElse("");
        return new LegacyName(
                text, isText && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), row.getBytes(column)));
    }

    /** As a part of a session's key: what nobody can write on a command line is replaced. */
    LegacyName nameable() {
        var shown = text.replace('\0', '_');
        var named = shown.isBlank() ? "unnamed" : shown;
        return new LegacyName(named, readable && named.equals(text));
    }
}
