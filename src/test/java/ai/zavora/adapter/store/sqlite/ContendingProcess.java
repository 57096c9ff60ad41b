package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that waits for a file to appear and then opens the database, appends and closes it again and again: to a
 * session of its own, to one that all share and each changes as it can, and to one whose lease each waits for. Prints the
 * session and the text of each entry.
 *
 * <p>Arguments: database, its own name, how often, the file to wait for.
 */
final class ContendingProcess {
    static final SessionKey SHARED = key("shared");
    static final SessionKey LEASED = key("leased");

    private static final int ENTRIES = 2;

    private ContendingProcess() {}

    static SessionKey key(String id) {
        return new SessionKey("app", "user", id);
    }

    public static void main(String[] args) throws InterruptedException {
        while (!Files.exists(Path.of(args[3]))) {
            LockSupport.parkNanos(1_000_000);
        }
        for (var round = 1; round <= Integer.parseInt(args[2]); round++) {
            var text = args[1] + "-" + round + "-";
            try (var store = SqliteStore.open("sqlite://" + args[0], Path.of("/"), InstantSource.system())) {
                append(store, key(args[1]), text);
                append(store, SHARED, text);
                store.open(LEASED);
                try (var _ = store.lease(LEASED, Duration.ofSeconds(60))) {
                    append(store, LEASED, text);
                }
            }
        }
    }

    /** Appends where the session ends, however often others are quicker. */
    private static void append(SessionStore store, SessionKey key, String text) {
        while (true) {
            var end = store.open(key).lastSeq();
            try {
                var last = store.append(key, end, Events.numbered(text, ENTRIES));
                System.out.println(key.id() + " " + last + " " + text);
                return;
            } catch (ZavoraException e) {
                if (store.open(key).lastSeq() == end) {
                    throw e;
                }
            }
        }
    }
}
