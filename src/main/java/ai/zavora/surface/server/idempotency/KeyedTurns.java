package ai.zavora.surface.server.idempotency;

import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.turn.Failures;
import ai.zavora.surface.server.turn.LiveTurn;
import ai.zavora.surface.server.turn.TurnEnd;
import ai.zavora.surface.server.turn.TurnLog;
import ai.zavora.surface.server.wire.ApiException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The turns that were asked for with a key, so that asking again finds the turn rather than starts another. They are kept
 * in memory, for a day at most; where there are too many, those go first whose key was not used for longest. A turn that
 * still runs is never forgotten. Safe for use from several threads.
 */
public final class KeyedTurns {
    /** How long a turn is found by its key. */
    static final Duration LIFE = Duration.ofHours(24);
    /** How many turns are kept. */
    static final int MAX = 2000;
    /** How much they may have said in all. */
    static final long MAX_CHARS = 16L * 1024 * 1024;

    /** By key, the one that was used last at the end. */
    private final LinkedHashMap<IdempotencyKey, Entry> entries = new LinkedHashMap<>();

    /** What starts a turn. */
    public interface Start {
        /** @throws ApiException when no turn can be started */
        LiveTurn start() throws InterruptedException;
    }

    /**
     * The turn of a key.
     *
     * @param replayed whether it was over before it was asked for this time
     */
    public record Found(SessionKey session, TurnLog log, boolean replayed) {}

    private record Started(SessionKey session, TurnLog log) {}

    private record Entry(Fingerprint body, long bornNanos, CompletableFuture<Started> turn) {
        Optional<Started> started() {
            return turn.isDone() && !turn.isCompletedExceptionally() ? Optional.of(turn.join()) : Optional.empty();
        }

        boolean over() {
            return started().flatMap(known -> known.log().end()).isPresent();
        }

        /** Whether it was refused before it had begun: then there is nothing to be told again. */
        boolean isVoid() {
            return started()
                    .filter(known -> known.log().turnId().isEmpty()
                            && known.log()
                                    .end()
                                    .filter(TurnEnd.Failed.class::isInstance)
                                    .isPresent())
                    .isPresent();
        }

        long chars() {
            return started().map(known -> known.log().chars()).orElse(0L);
        }
    }

    /**
     * Starts a turn, or finds the one that the key stands for. What did not become a turn is not remembered.
     *
     * @param body of the request
     * @throws ApiException 422, when the key came with another body before; else what starting failed with
     */
    public Found ask(IdempotencyKey key, Fingerprint body, Start start) throws InterruptedException {
        var own = new Entry(body, System.nanoTime(), new CompletableFuture<>());
        var known = enter(key, own);
        if (known.isPresent()) {
            return follow(known.get(), body);
        }
        try {
            var turn = start.start();
            own.turn().complete(new Started(turn.request().key(), turn.log()));
            return new Found(turn.request().key(), turn.log(), false);
        } catch (Throwable failure) {
            remove(key, own);
            own.turn().completeExceptionally(failure);
            throw failure;
        }
    }

    /** Answers with the entry that is there already; puts the new one in where there is none. */
    private synchronized Optional<Entry> enter(IdempotencyKey key, Entry own) {
        prune(own.bornNanos());
        var known = Optional.ofNullable(entries.get(key)).filter(entry -> !entry.isVoid());
        entries.putLast(key, known.orElse(own));
        return known;
    }

    private static Found follow(Entry entry, Fingerprint body) throws InterruptedException {
        if (!entry.body().equals(body)) {
            throw ApiException.unprocessable(
                    "This " + IdempotencyKey.HEADER + " came with another body before.",
                    "Send the very same body again, or use a new key for a new ask.");
        }
        var replayed = entry.over();
        try {
            var started = entry.turn().get();
            return new Found(started.session(), started.log(), replayed);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case ApiException refused -> refused;
                // the operator learns of it from the request that ran into it
                case InterruptedException _ -> Failures.stopping();
                case null, default -> Failures.ofDefect();
            };
        }
    }

    private synchronized void remove(IdempotencyKey key, Entry entry) {
        entries.remove(key, entry);
    }

    private void prune(long now) {
        entries.values().removeIf(entry -> entry.over() && now - entry.bornNanos() > LIFE.toNanos());
        var chars = entries.values().stream().mapToLong(Entry::chars).sum();
        for (Iterator<Entry> eldest = entries.values().iterator();
                eldest.hasNext() && (entries.size() >= MAX || chars > MAX_CHARS); ) {
            var entry = eldest.next();
            if (entry.over()) {
                chars -= entry.chars();
                eldest.remove();
            }
        }
    }

    /** Forgets the turns of a session, as when the session is deleted. */
    public synchronized void forget(SessionKey session) {
        entries.values().removeIf(entry -> entry.started()
                .filter(known -> known.session().equals(session))
                .isPresent());
    }
}
