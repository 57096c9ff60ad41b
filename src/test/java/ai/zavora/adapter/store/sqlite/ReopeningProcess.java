package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A process that opens a database, appends to the session {@code app/user/session-1} and closes it, again and again until
 * it is killed, and prints the position after each: as commands do, the last of which takes the log away. Argument:
 * database.
 */
final class ReopeningProcess {
    private ReopeningProcess() {}

    public static void main(String[] args) {
        var key = new SessionKey("app", "user", "session-1");
        while (true) {
            try (var store = SqliteStore.open("sqlite://" + args[0], Path.of("/"), InstantSource.system())) {
                System.out.println(
                        store.append(key, store.open(key).lastSeq(), Events.numbered("turn ".repeat(100), 3)));
            }
        }
    }
}
