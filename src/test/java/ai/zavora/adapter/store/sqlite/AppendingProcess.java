package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A process that appends one entry after another to the session {@code app/user/session}, each under a lease, and prints
 * the position after each. Arguments: database, prefix of the texts, how many.
 */
final class AppendingProcess {
    private AppendingProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var key = new SessionKey("app", "user", "session");
        try (var store = SqliteStore.open("sqlite://" + args[0], Path.of("/"), InstantSource.system())) {
            store.open(key);
            for (var i = 1; i <= Integer.parseInt(args[2]); i++) {
                try (var lease = store.lease(key, Duration.ofSeconds(60))) {
                    var end = store.open(key).lastSeq();
                    System.out.println(store.append(key, end, Events.numbered(args[1] + i + "-", 1)));
                    if (lease == null) {
                        throw new AssertionError("no lease");
                    }
                }
            }
        }
    }
}
