import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Appends entries to a session, each with a commit of its own, as a turn does when a tool starts.
 *
 * <p>usage: {@code java -cp CLASSES scripts/AppendLoop.java DATABASE WARM-UP COUNT}; prints the nanoseconds of the
 * counted appends.
 */
final class AppendLoop {
    public static void main(String[] arguments) throws InterruptedException {
        var key = new SessionKey("app", "user", "session");
        var warmUp = Integer.parseInt(arguments[1]);
        var count = Integer.parseInt(arguments[2]);
        try (var store = SqliteStore.open("sqlite://" + arguments[0], Path.of("/"), InstantSource.system())) {
            store.open(key);
            try (var _ = store.lease(key, Duration.ZERO)) {
                append(store, key, 0, warmUp);
                var started = System.nanoTime();
                append(store, key, warmUp, count);
                System.out.println(System.nanoTime() - started);
            }
        }
    }

    private static void append(SqliteStore store, SessionKey key, long from, int count) {
        for (var seq = from; seq < from + count; seq++) {
            var arguments =
                    JsonValue.object().put("path", "notes/file-" + seq + ".txt").build();
            var started = new Event.ToolStarted(new ToolCall("call-" + seq, "write_file", arguments));
            store.append(key, seq, List.of(new Event(0, UUID.randomUUID().toString(), Instant.now(), "turn", started)));
        }
    }
}
