package ai.zavora.surface.server.approval;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.ServerSettings.ApprovalLimits;
import ai.zavora.core.policy.Approver.ApprovalRequest;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.approval.ApprovalState.Times;
import ai.zavora.surface.server.approval.ApprovalState.Turn;
import ai.zavora.surface.server.wire.ApiException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The approvals that are pending, up to a bound, and how the last ones ended. Each ends once, whoever is first: the
 * caller who answers, the clock, or the end of its turn. Safe for use from several threads.
 */
public final class Approvals {
    /** How many of those that ended are remembered. */
    static final int MAX_PAST = 1000;

    private final ApprovalLimits limits;
    private final InstantSource clock;
    private final ApprovalObserver observer;
    private final Map<String, Approval> pending = new LinkedHashMap<>();
    private final LinkedHashMap<String, ApprovalState> past = new LinkedHashMap<>();

    public Approvals(ApprovalLimits limits, InstantSource clock, ApprovalObserver observer) {
        this.limits = requireNonNull(limits, "limits is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.observer = requireNonNull(observer, "observer is null");
    }

    /** A new one, pending; empty when too many are. To be followed by {@link #await}. */
    public Optional<Approval> open(Turn turn, ApprovalRequest request) {
        var now = clock.instant();
        var times = new Times(now, now.plus(limits.patience()));
        var approval = new Approval(ApprovalState.pending(UUID.randomUUID().toString(), turn, request, times));
        synchronized (this) {
            if (pending.size() >= limits.pending()) {
                return Optional.empty();
            }
            pending.put(approval.state().facts().id(), approval);
        }
        observer.asked(approval.state());
        return Optional.of(approval);
    }

    /**
     * Waits for the answer, or for the time to run out; an interrupt withdraws the approval. To be followed by
     * {@link #ended}.
     *
     * @return how it ended; with the thread interrupted where that came too late
     */
    public Resolution await(Approval approval) throws InterruptedException {
        try {
            return approval.decision()
                    .get(limits.patience().toNanos(), TimeUnit.NANOSECONDS)
                    .how();
        } catch (TimeoutException e) {
            // somebody may have answered at this very moment, and was told that it counts
            decide(approval, Resolution.EXPIRED, "");
            return approval.decision().join().how();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an approval never fails", e);
        } catch (InterruptedException e) {
            if (decide(approval, Resolution.WITHDRAWN, "")) {
                throw e;
            }
            // as above
            Thread.currentThread().interrupt();
            return approval.decision().join().how();
        }
    }

    /**
     * To be called by the thread that waited, however its wait ended; the first call counts. One that nobody waits for any
     * more is withdrawn, and so is an answer that the session does not have.
     *
     * @param inSession whether the session has it in its journal how this ended
     */
    public void ended(Approval approval, boolean inSession) {
        decide(approval, Resolution.WITHDRAWN, "");
        if (approval.recorded().isDone()) {
            return;
        }
        var decision = approval.decision().join();
        var lost = !inSession && decision.how() != Resolution.EXPIRED;
        var state = approval.state().resolved(lost ? Resolution.WITHDRAWN : decision.how());
        if (lost) {
            synchronized (this) {
                past.replace(state.facts().id(), state);
            }
        }
        try {
            observer.resolved(state, lost ? "" : decision.by(), decision.waited());
        } finally {
            // whoever answered waits for it
            approval.recorded().complete(inSession);
        }
    }

    /** Ends the wait; false when it has ended. */
    private boolean decide(Approval approval, Resolution how, String by) {
        var resolved = approval.state().resolved(how);
        var facts = resolved.facts();
        synchronized (this) {
            if (pending.remove(facts.id()) == null) {
                return false;
            }
            past.putLast(facts.id(), resolved);
            if (past.size() > MAX_PAST) {
                past.pollFirstEntry();
            }
        }
        var waited = Duration.between(facts.times().asked(), clock.instant());
        return approval.decision().complete(new Approval.Decision(how, by, waited));
    }

    /**
     * Answers one, and waits until the session has the answer in its journal.
     *
     * @param user whose it must be
     * @param by the name of the caller who answers
     * @return what has become of it
     * @throws ApiException 404, when that user has no such approval; 409, when it has ended, or its turn ends before the
     *     answer is kept
     */
    public ApprovalState answer(String user, String id, Resolution how, String by) {
        Optional<Approval> found;
        synchronized (this) {
            found = Optional.ofNullable(pending.get(id));
        }
        var known = find(user, id).orElseThrow(Approvals::unknown);
        if (found.filter(approval -> decide(approval, how, by)).isEmpty()) {
            throw over(find(user, id).orElse(known));
        }
        var approval = found.orElseThrow();
        if (!approval.recorded().join()) {
            throw ApiException.conflict(
                    "The turn failed before this answer was stored, so the call did not run.",
                    "Ask for the turn, which says what failed; when that is mended, let it be asked again.");
        }
        return approval.state().resolved(how);
    }

    private static ApiException over(ApprovalState state) {
        var how = state.resolution().map(Resolution::status).orElse("resolved");
        return ApiException.conflict(
                "This approval is " + how + " already.", "An approval is answered once; a later call asks anew.");
    }

    /** The answer to a request for one that is not there. */
    public static ApiException unknown() {
        return ApiException.notFound(
                "There is no such approval.", "GET /v1/approvals lists those that wait for an answer.");
    }

    /**
     * One that is pending or ended not long ago.
     *
     * @param user whose it must be
     */
    public synchronized Optional<ApprovalState> find(String user, String id) {
        var waiting = Optional.ofNullable(pending.get(id)).map(Approval::state);
        return waiting.or(() -> Optional.ofNullable(past.get(id))).filter(state -> belongs(state, user));
    }

    /**
     * Those that are pending, oldest first.
     *
     * @param user whose they must be
     */
    public synchronized List<ApprovalState> pending(String user) {
        return pending.values().stream()
                .map(Approval::state)
                .filter(state -> belongs(state, user))
                .toList();
    }

    private static boolean belongs(ApprovalState state, String user) {
        return state.facts().turn().key().user().equals(user);
    }

    /** How many are pending. */
    public synchronized int pending() {
        return pending.size();
    }

    /** Forgets how those of a session ended. */
    public synchronized void forget(SessionKey key) {
        past.values().removeIf(state -> state.facts().turn().key().equals(key));
    }
}
