package ai.zavora.surface.server.idempotency;

import static java.util.Objects.requireNonNull;

import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.turn.Failures;
import ai.zavora.surface.server.turn.TurnEnd;
import ai.zavora.surface.server.turn.TurnLog;
import ai.zavora.surface.server.wire.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The turns that were asked for with a key, so that asking again finds the turn rather than starts another. They are kept
 * in memory for a time; where there are too many, those go first whose key was not used for longest. A turn that still
 * runs is never forgotten. Safe for use from several threads.
 */
public final class KeyedTurns {
    private final Bounds bounds;
    private final InstantSource clock;

    /** By key, the one that was used last at the end. */
    private final LinkedHashMap<IdempotencyKey, Entry> entries = new LinkedHashMap<>();

    /**
     * What is kept.
     *
     * @param life how long a turn is found by its key
     * @param turns how many
     * @param chars how much they may have said in all
     */
    public record Bounds(Duration life, int turns, long chars) {
        public static final Bounds DEFAULT = new Bounds(Duration.ofHours(24), 2000, 16_000_000);
    }

    /** What somebody asks for. */
    public record Ask(IdempotencyKey key, SessionKey session, Fingerprint body) {}

    /** What starts a turn. */
    public interface Start {
        /**
         * The log of the new turn.
         *
         * @throws ApiException when none can be started
         */
        TurnLog start() throws InterruptedException;
    }

    /**
     * The turn of a key.
     *
     * @param replayed whether it was over before it was asked for this time
     */
    public record Found(TurnLog log, boolean replayed) {}

    private record Entry(Ask ask, Instant born, CompletableFuture<TurnLog> turn) {
        Optional<TurnLog> started() {
            return turn.isDone() && !turn.isCompletedExceptionally() ? Optional.of(turn.join()) : Optional.empty();
        }

        boolean over() {
            return started().flatMap(TurnLog::end).isPresent();
        }

        /** Whether it was refused before it had begun: then there is nothing to be told again. */
        boolean isVoid() {
            return started()
                    .filter(log -> log.turnId().isEmpty())
                    .flatMap(TurnLog::end)
                    .filter(TurnEnd.Failed.class::isInstance)
                    .isPresent();
        }

        long chars() {
            return started().map(TurnLog::chars).orElse(0L);
        }
    }

    /** Remembers nothing yet. */
    public KeyedTurns(Bounds bounds, InstantSource clock) {
        this.bounds = requireNonNull(bounds, "bounds is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Finds the turn that a key stands for, or starts it. What did not become a turn is not remembered.
     *
     * @throws ApiException 422, when the key came with another body before; else what starting failed with
     */
    public Found find(Ask ask, Start start) throws InterruptedException {
        var own = new Entry(ask, clock.instant(), new CompletableFuture<>());
        var known = enter(own);
        if (known.isPresent()) {
            return follow(known.get(), ask.body());
        }
        try {
            var log = start.start();
            own.turn().complete(log);
            return new Found(log, false);
        } catch (Throwable failure) {
            remove(own);
            own.turn().completeExceptionally(failure);
            throw failure;
        }
    }

    /** The log of the turn that a key stands for, if that is over. */
    public synchronized Optional<TurnLog> over(IdempotencyKey key) {
        return Optional.ofNullable(entries.get(key)).filter(Entry::over).flatMap(Entry::started);
    }

    /** Answers with the entry that is there already; puts the new one in where there is none. */
    private synchronized Optional<Entry> enter(Entry own) {
        var key = own.ask().key();
        prune(own.born());
        var known = Optional.ofNullable(entries.get(key)).filter(entry -> !entry.isVoid());
        entries.putLast(key, known.orElse(own));
        return known;
    }

    private static Found follow(Entry entry, Fingerprint body) throws InterruptedException {
        if (!entry.ask().body().equals(body)) {
            throw ApiException.unprocessable(
                    "This " + IdempotencyKey.HEADER + " came with another body before.",
                    "Send the very same body again, or use a new key for a new ask.");
        }
        var replayed = entry.over();
        try {
            return new Found(entry.turn().get(), replayed);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case ApiException refused -> refused;
                case InterruptedException _ -> Failures.stopping();
                // the operator learns more from the request that ran into it
                case null, default -> Failures.ofDefect();
            };
        }
    }

    private synchronized void remove(Entry entry) {
        entries.remove(entry.ask().key(), entry);
    }

    private void prune(Instant now) {
        var oldest = now.minus(bounds.life());
        entries.values().removeIf(entry -> entry.over() && entry.born().isBefore(oldest));
        var chars = entries.values().stream().mapToLong(Entry::chars).sum();
        for (Iterator<Entry> eldest = entries.values().iterator();
                eldest.hasNext() && (entries.size() >= bounds.turns() || chars > bounds.chars()); ) {
            var entry = eldest.next();
            if (entry.over()) {
                chars -= entry.chars();
                eldest.remove();
            }
        }
    }

    /** Forgets the turn of a key, if that is over. */
    public synchronized void forget(IdempotencyKey key) {
        entries.computeIfPresent(key, (_, entry) -> entry.over() ? null : entry);
    }

    /** Forgets the turns of a session that are over, as when the session is deleted. */
    public synchronized void forget(SessionKey session) {
        entries.values().removeIf(entry -> entry.ask().session().equals(session) && entry.over());
    }
}
