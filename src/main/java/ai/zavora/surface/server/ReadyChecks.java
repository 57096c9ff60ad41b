package ai.zavora.surface.server;

import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.session.StoreLostException;
import ai.zavora.surface.server.health.Check;
import ai.zavora.surface.server.turn.Failures;
import ai.zavora.surface.server.turn.TurnDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What must be in order for turns to run. */
final class ReadyChecks {
    private ReadyChecks() {}

    static List<Check> of(ServerServices services, TurnDesk desk) {
        var own = services.settings().sessions();
        return List.of(
                new Check("store", () -> store(services.sessions(), new SessionKey(own.app(), own.user(), own.id()))),
                new Check("model", services::modelProblem),
                new Check("disk", () -> disk(services.database(), SessionStore.LEAST_SPACE)),
                new Check(
                        "draining",
                        () -> desk.draining() ? Optional.of("The server is being stopped.") : Optional.empty()));
    }

    private static Optional<String> store(SessionStore sessions, SessionKey any) {
        try {
            sessions.find(any);
            return Optional.empty();
        } catch (StoreLostException e) {
            return Optional.of(Failures.STORE_LOST);
        }
    }

    /**
     * Whether there is room where the sessions are kept.
     *
     * @param database empty when they are kept in memory
     * @param least how many bytes must be free
     */
    static Optional<String> disk(Optional<Path> database, long least) {
        if (database.isEmpty()) {
            return Optional.empty();
        }
        var place = database.get().toAbsolutePath();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        try {
            var free = Files.getFileStore(place).getUsableSpace();
            return free >= least
                    ? Optional.empty()
                    : Optional.of("Only " + (free >> 20) + " MiB are free where the sessions are kept.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
