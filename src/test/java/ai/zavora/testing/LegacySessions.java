package ai.zavora.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Writes a session database as the earlier Rust version does. */
public final class LegacySessions implements AutoCloseable {
    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE IF NOT EXISTS sessions (
              app_name TEXT NOT NULL, user_id TEXT NOT NULL, session_id TEXT NOT NULL, state TEXT NOT NULL,
              created_at TEXT NOT NULL, updated_at TEXT NOT NULL, PRIMARY KEY (app_name, user_id, session_id))""",
            """
            CREATE TABLE IF NOT EXISTS events (
              id TEXT NOT NULL, app_name TEXT NOT NULL, user_id TEXT NOT NULL, session_id TEXT NOT NULL,
              invocation_id TEXT NOT NULL, branch TEXT NOT NULL, author TEXT NOT NULL, timestamp TEXT NOT NULL,
              llm_response TEXT NOT NULL, actions TEXT NOT NULL, long_running_tool_ids TEXT NOT NULL,
              PRIMARY KEY (id, app_name, user_id, session_id),
              FOREIGN KEY (app_name, user_id, session_id) REFERENCES sessions (app_name, user_id, session_id)
                ON DELETE CASCADE)""",
            "CREATE TABLE IF NOT EXISTS app_states (app_name TEXT PRIMARY KEY, state TEXT NOT NULL, updated_at TEXT NOT NULL)",
            """
            CREATE TABLE IF NOT EXISTS user_states (
              app_name TEXT NOT NULL, user_id TEXT NOT NULL, state TEXT NOT NULL, updated_at TEXT NOT NULL,
              PRIMARY KEY (app_name, user_id))""");

    private static final String ACTIONS =
            "{\"state_delta\":{},\"artifact_delta\":{},\"skip_summarization\":false,\"transfer_to_agent\":null,"
                    + "\"escalate\":false%s}";

    private final Connection connection;
    private int ids;

    private LegacySessions(Connection connection) {
        this.connection = connection;
    }

    /** A database with the registry of its schema. */
    public static LegacySessions create(Path file) throws SQLException {
        var created = createWithoutRegistry(file);
        created.execute("CREATE TABLE _adk_session_migrations"
                + " (version INTEGER PRIMARY KEY, description TEXT NOT NULL, applied_at TEXT NOT NULL)");
        created.execute(
                "INSERT INTO _adk_session_migrations VALUES (1, 'create initial session tables', ?)",
                time("00.123456789"));
        return created;
    }

    /** A database from before there was a registry. */
    public static LegacySessions createWithoutRegistry(Path file) throws SQLException {
        var created = new LegacySessions(DriverManager.getConnection("jdbc:sqlite:" + file));
        for (var table : TABLES) {
            created.execute(table);
        }
        return created;
    }

    /** One that is there. */
    public static LegacySessions open(Path file) throws SQLException {
        return new LegacySessions(DriverManager.getConnection("jdbc:sqlite:" + file));
    }

    /** A time in the only minute of these tests. */
    public static String time(String seconds) {
        return "2026-03-01T10:00:" + seconds + "+00:00";
    }

    public LegacySessions session(String user, String id, String state) throws SQLException {
        execute("INSERT INTO sessions VALUES ('app', ?, ?, ?, ?, ?)", user, id, state, time("00"), time("59.5"));
        return this;
    }

    public LegacySessions states(String user, String app, String ofUser) throws SQLException {
        execute("INSERT INTO app_states VALUES ('app', ?, ?)", app, time("01"));
        execute("INSERT INTO user_states VALUES ('app', ?, ?, ?)", user, ofUser, time("02"));
        return this;
    }

    /** A row of an event of user {@code u} and session {@code s}; parts are JSON separated by commas. */
    public LegacySessions event(String author, String role, String seconds, String parts) throws SQLException {
        return row(author, time(seconds), response(role, parts), ACTIONS.formatted(""));
    }

    /** The row of a summary of everything up to that time. */
    public LegacySessions compaction(String seconds, String end, String summary) throws SQLException {
        return compaction(seconds, end, summary, summary);
    }

    /** The row of a summary that says something else as well. */
    public LegacySessions compaction(String seconds, String end, String summary, String said) throws SQLException {
        var content = "{\"role\":\"model\",\"parts\":[{\"text\":\"" + summary + "\"}]}";
        var compaction = ",\"compaction\":{\"start_timestamp\":\"2026-03-01T10:00:00Z\",\"end_timestamp\":"
                + "\"2026-03-01T10:00:" + end + "Z\",\"compacted_content\":" + content + "}";
        return row(
                "system",
                time(seconds),
                response("model", "{\"text\":\"" + said + "\"}"),
                ACTIONS.formatted(compaction));
    }

    public LegacySessions row(String author, String timestamp, String response, String actions) throws SQLException {
        return rowOf("u", author, timestamp, response, actions);
    }

    public LegacySessions eventOf(String user, String seconds, String text) throws SQLException {
        return rowOf(
                user, "user", time(seconds), response("user", "{\"text\":\"" + text + "\"}"), ACTIONS.formatted(""));
    }

    private LegacySessions rowOf(String user, String author, String timestamp, String response, String actions)
            throws SQLException {
        execute(
                "INSERT INTO events VALUES (?, 'app', ?, 's', 'inv', '', ?, ?, ?, ?, '[]')",
                "event-" + ++ids,
                user,
                author,
                timestamp,
                response,
                actions);
        return this;
    }

    public static String response(String role, String parts) {
        return "{\"content\":{\"role\":\"" + role + "\",\"parts\":[" + parts + "]},\"usage_metadata\":null,"
                + "\"finish_reason\":\"Stop\",\"partial\":false,\"turn_complete\":true,\"interrupted\":false,"
                + "\"error_code\":null,\"error_message\":null}";
    }

    public void execute(String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    public void inOneTransaction() throws SQLException {
        connection.setAutoCommit(false);
    }

    @Override
    public void close() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
        connection.close();
    }
}
