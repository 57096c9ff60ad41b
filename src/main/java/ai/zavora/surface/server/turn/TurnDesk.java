package ai.zavora.surface.server.turn;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.ServerSettings.TurnLimits;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionPages;
import ai.zavora.surface.server.wire.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Admits turns: one at a time in a session, so many at once in all, and so many more that wait. Safe for use from several
 * threads.
 */
public final class TurnDesk implements AutoCloseable {
    /** How long a turn that was told to stop may take to write its last event. */
    private static final Duration STOPPING = Duration.ofSeconds(5);

    private final AgentServices services;
    private final OperatorLog operator;
    private final TurnLimits limits;
    private final TurnObserver observer;
    private final Semaphore places;
    private final Semaphore running;
    private final SessionSeats seats = new SessionSeats();
    private final RuntimeCache agents = new RuntimeCache();
    private final Map<SessionKey, LiveTurn> live = new ConcurrentHashMap<>();
    private final RecentFailures failures = new RecentFailures();
    private volatile boolean draining;

    public TurnDesk(AgentServices services, OperatorLog operator, TurnLimits limits, TurnObserver observer) {
        this.services = requireNonNull(services, "services is null");
        this.operator = requireNonNull(operator, "operator is null");
        this.limits = requireNonNull(limits, "limits is null");
        this.observer = requireNonNull(observer, "observer is null");
        this.places = new Semaphore(limits.running() + limits.waiting());
        this.running = new Semaphore(limits.running(), true);
    }

    /**
     * Starts a turn, once it may run.
     *
     * @throws ApiException 409, when the session stays busy; 429, when there is too much to do; 503, when no model can be
     *     asked or the server is being stopped
     */
    public LiveTurn start(TurnRequest request) throws InterruptedException {
        if (!places.tryAcquire()) {
            throw ApiException.tooManyRequests("Too many requests wait for a turn.", limits.patience());
        }
        var admission = new Admission(request.key());
        try {
            admission.enter();
            var known = agents.take(request.key());
            var agent = known.isPresent() ? known.get() : open(request);
            return launch(request, agent, known.isPresent() ? "hit" : "miss", admission);
        } catch (Throwable refused) {
            admission.leave();
            throw refused;
        }
    }

    private AgentRuntime open(TurnRequest request) throws InterruptedException {
        try {
            return switch (request.conversation()) {
                case Conversation.Recorded _ -> services.open(request.approver());
                case Conversation.Given(var messages) -> services.open(request.approver(), request.key(), messages);
            };
        } catch (ZavoraException e) {
            throw e.kind() == ErrorKind.PROVIDER ? Failures.noModel(e) : Failures.of(e);
        }
    }

    private LiveTurn launch(TurnRequest request, AgentRuntime agent, String reuse, Admission admission) {
        var key = request.key();
        var turn = new LiveTurn(
                request,
                operator,
                log -> {
                    try (var watcher = services.watch(key.id())) {
                        return agent.run(key, request.input(), event -> {
                            watcher.accept(event);
                            observer.accept(event);
                            log.accept(event);
                        });
                    }
                },
                (over, end) -> {
                    live.remove(key);
                    switch (request.conversation()) {
                        case Conversation.Recorded _ -> {
                            failures.keep(key, over.log().turnId(), end);
                            agents.put(key, agent);
                        }
                        case Conversation.Given _ -> agent.close();
                    }
                    admission.leave();
                    observer.ended(end);
                    if (end instanceof TurnEnd.Answered(var answer, var _, var _)) {
                        recordAnswer(key, answer, reuse, over.elapsed());
                    }
                });
        live.put(key, turn);
        turn.start();
        limitTime(turn);
        if (draining) {
            turn.stop(Stop.SHUTDOWN);
        }
        return turn;
    }

    private void recordAnswer(SessionKey key, Answer answer, String reuse, Duration took) {
        services.telemetry()
                .inSession(key.id())
                .record(
                        "server.ask.completed",
                        JsonValue.object()
                                .put("provider", answer.provider())
                                .put("model", answer.model())
                                .put("session_id", key.id())
                                .put("user_id", key.user())
                                .put("runner_cache", reuse)
                                .put("latency_ms", JsonValue.of(Math.round(took.toNanos() / 1e3) / 1e3))
                                .build());
    }

    private void limitTime(LiveTurn turn) {
        Thread.ofVirtual().name("limit-" + turn.request().id()).start(() -> {
            try {
                if (turn.log().await(limits.turn()).isEmpty()) {
                    turn.stop(Stop.TIMEOUT);
                }
            } catch (InterruptedException e) {
                // nobody interrupts it: its end is that of the turn
                Thread.currentThread().interrupt();
            }
        });
    }

    /** What a request has been given, to be given back in any case. */
    private final class Admission {
        private final SessionKey key;
        private boolean seated;
        private boolean runs;

        Admission(SessionKey key) {
            this.key = key;
        }

        void enter() throws InterruptedException {
            var deadline = System.nanoTime() + limits.patience().toNanos();
            refuseWhileDraining();
            seated = seats.take(key, limits.patience());
            if (!seated) {
                throw ApiException.conflict(
                        "The session is busy with another turn.",
                        "Wait until that turn has ended, or use another session_id.");
            }
            runs = running.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (!runs) {
                throw ApiException.tooManyRequests("Too many turns are running.", limits.patience());
            }
            refuseWhileDraining();
        }

        private void refuseWhileDraining() {
            if (draining) {
                throw Stop.SHUTDOWN.failure();
            }
        }

        void leave() {
            if (runs) {
                running.release();
            }
            if (seated) {
                seats.leave(key);
            }
            places.release();
        }
    }

    /** The turn that runs in a session; empty when there is none. */
    public Optional<LiveTurn> running(SessionKey key) {
        return Optional.ofNullable(live.get(key));
    }

    /**
     * What a turn said, whether it still runs here or is over.
     *
     * @return empty when there is no such turn, or when it runs in another process
     */
    public Optional<TurnLog> log(SessionKey key, String turnId) {
        var now = running(key).map(LiveTurn::log).filter(log -> log.turnId().equals(turnId));
        if (now.isPresent()) {
            return now;
        }
        var session = services.sessions().find(key);
        if (session.isEmpty()) {
            return Optional.empty();
        }
        var events = new ArrayList<Event>();
        for (var event : SessionPages.of(services.sessions(), session.get())) {
            if (event.turnId().equals(turnId)) {
                events.add(event);
            }
        }
        var over = !events.isEmpty()
                && (events.getLast().body() instanceof Event.TurnCompleted
                        || events.getLast().body() instanceof Event.TurnAborted);
        return over ? Optional.of(TurnReplay.of(events, services.author())) : Optional.empty();
    }

    /** How a turn failed that ended here not long ago; empty for any other. The journal tells later that it did. */
    public Optional<ApiException> failure(SessionKey key, String turnId) {
        return failures.find(key, turnId);
    }

    /** Forgets what is kept of a session beside the journal. */
    public void forget(SessionKey key) {
        agents.forget(key);
        failures.forget(key);
    }

    /** Whether no more turns are taken. */
    public boolean draining() {
        return draining;
    }

    /** How many turns run. */
    public int running() {
        return live.size();
    }

    /** How many requests wait for a turn. */
    public int waiting() {
        return Math.max(0, limits.running() + limits.waiting() - places.availablePermits() - live.size());
    }

    /**
     * Takes no more turns, and lets those that run go on for a while; the rest is stopped and ends as interrupted.
     *
     * @return how many had to be stopped
     */
    public int drain(Duration patience) throws InterruptedException {
        draining = true;
        var deadline = System.nanoTime() + patience.toNanos();
        var turns = List.copyOf(live.values());
        var stopped = 0;
        for (var turn : turns) {
            if (turn.log()
                    .await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))
                    .isEmpty()) {
                turn.stop(Stop.SHUTDOWN);
                stopped++;
            }
        }
        for (var turn : turns) {
            turn.log().await(STOPPING);
        }
        return stopped;
    }

    @Override
    public void close() {
        agents.close();
    }
}
