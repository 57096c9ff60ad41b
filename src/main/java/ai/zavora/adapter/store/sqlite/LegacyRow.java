package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A row of the earlier implementation's table of events.
 *
 * @param original all columns; those that hold JSON parsed, and as text where they cannot be
 * @param at when it happened; empty when that cannot be read
 * @param damaged whether a column could not be read
 */
record LegacyRow(JsonValue.Obj original, Optional<Instant> at, boolean damaged) {
    /** The columns in the order of {@link #read}. */
    static final List<String> COLUMNS = List.of(
            "id",
            "app_name",
            "user_id",
            "session_id",
            "invocation_id",
            "branch",
            "author",
            "timestamp",
            "llm_response",
            "actions",
            "long_running_tool_ids");

    private static final List<String> JSON = List.of("llm_response", "actions", "long_running_tool_ids");
    /** What nanoseconds in 64 bits can hold. */
    private static final Instant FIRST = Instant.parse("1678-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("2262-01-01T00:00:00Z");

    static LegacyRow read(ResultSet row) throws SQLException {
        var original = JsonValue.object();
        var damaged = false;
        for (var i = 0; i < COLUMNS.size(); i++) {
            var name = COLUMNS.get(i);
            var text = Optional.ofNullable(row.getString(i + 1));
            Optional<JsonValue> json = JSON.contains(name) ? text.flatMap(LegacyRow::json) : Optional.empty();
            // of another shape than it must have it is kept too, but nothing can be taken from it
            damaged |= text.isEmpty() || (JSON.contains(name) && (json.isEmpty() || !hasShape(name, json.get())));
            original.put(name, json.orElse(text.<JsonValue>map(JsonValue::of).orElse(JsonValue.Null.NULL)));
        }
        var built = original.build();
        var at = built.string("timestamp").flatMap(LegacyRow::instant);
        return new LegacyRow(built, at, damaged || at.isEmpty());
    }

    /** The columns of a row without those that hold what was said and done, which may be large. */
    static JsonValue.Obj bare(JsonValue.Obj original) {
        var bare = JsonValue.object().putAll(original);
        JSON.forEach(column -> bare.put(column, JsonValue.Null.NULL));
        return bare.build();
    }

    private static boolean hasShape(String column, JsonValue value) {
        return column.equals("long_running_tool_ids")
                ? value instanceof JsonValue.Arr
                : value instanceof JsonValue.Obj object && (!column.equals("llm_response") || hasContent(object));
    }

    private static boolean hasContent(JsonValue.Obj response) {
        var content = response.get("content").orElse(JsonValue.Null.NULL);
        return content == JsonValue.Null.NULL
                || (content instanceof JsonValue.Obj object
                        && object.get("parts").orElse(content) instanceof JsonValue.Arr);
    }

    private static Optional<JsonValue> json(String text) {
        try {
            return Optional.of(Json.parse(LegacyBytes.compact(text)));
        } catch (JsonException notJson) {
            return Optional.empty();
        }
    }

    /** A time of RFC 3339 with any offset; empty when it is none, or lies outside the years 1678 to 2261. */
    static Optional<Instant> instant(String text) {
        try {
            var at = OffsetDateTime.parse(text).toInstant();
            return at.isBefore(FIRST) || !at.isBefore(LAST) ? Optional.empty() : Optional.of(at);
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    String text(String column) {
        return original.string(column).orElse("");
    }

    /** What was said; empty when nothing was, or it cannot be read. */
    Optional<JsonValue.Obj> content() {
        return original.object("llm_response").flatMap(response -> response.object("content"));
    }

    /** The summary of older events that this row holds; empty for most. */
    Optional<JsonValue.Obj> compaction() {
        return original.object("actions").flatMap(actions -> actions.object("compaction"));
    }
}
