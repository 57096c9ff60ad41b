package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A process that takes the lease of the session {@code app/user/session} and appends until it is killed. */
final class HoldingProcess {
    private HoldingProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var key = new SessionKey("app", "user", "session");
        var store = SqliteStore.open("sqlite://" + args[0], Path.of("/"), InstantSource.system());
        var seq = store.open(key).lastSeq();
        var lease = store.lease(key, Duration.ZERO);
        while (lease != null) {
            seq = store.append(key, seq, Events.numbered("turn", 3));
            System.out.println(seq);
        }
    }
}
