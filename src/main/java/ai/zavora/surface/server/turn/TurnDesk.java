package ai.zavora.surface.server.turn;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.ServerSettings.TurnLimits;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.agent.TurnResult;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionPages;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.surface.server.approval.Approvals;
import ai.zavora.surface.server.turn.Admissions.Admission;
import ai.zavora.surface.server.wire.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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
    private final Approvals approvals;
    private final Admissions admissions;
    private final RuntimeCache agents = new RuntimeCache();
    private final Map<SessionKey, LiveTurn> live = new ConcurrentHashMap<>();
    private final AnswerRoom room = AnswerRoom.ofHeap(Runtime.getRuntime().maxMemory());
    private final RecentFailures failures = new RecentFailures();
    private volatile boolean draining;

    /** Who is told what happens. */
    public record Watchers(OperatorLog operator, TurnObserver observer) {}

    /** @param approvals where the tool calls of turns wait that may wait */
    public TurnDesk(AgentServices services, TurnLimits limits, Watchers watchers, Approvals approvals) {
        this.services = requireNonNull(services, "services is null");
        this.operator = watchers.operator();
        this.limits = requireNonNull(limits, "limits is null");
        this.observer = watchers.observer();
        this.approvals = requireNonNull(approvals, "approvals is null");
        this.admissions = new Admissions(limits, this::draining);
    }

    /**
     * Starts a turn, once it may run.
     *
     * @throws ApiException 409, when the session stays busy; 429, when there is too much to do; 503, when no model can be
     *     asked or the server is being stopped
     */
    public LiveTurn start(TurnRequest request) throws InterruptedException {
        var admission = admissions.enter(request.key());
        try {
            var known = agents.take(request.key()).filter(this::isStillWanted);
            var agent = known.isPresent() ? renewed(request, known.get()) : open(request);
            return launch(request, agent, known.isPresent() ? "hit" : "miss", admission);
        } catch (Throwable refused) {
            admission.leave();
            throw refused;
        }
    }

    private AgentRuntime open(TurnRequest request) throws InterruptedException {
        try {
            return switch (request.conversation()) {
                case Conversation.Recorded _ -> services.open(new SessionApprover(() -> approver(request.key())));
                case Conversation.Given(var messages) -> services.open(Approver.headless(), request.key(), messages);
            };
        } catch (ZavoraException e) {
            throw unopened(request, e);
        }
    }

    /** An agent knows what was approved in its session, which is not for another one of the same name. */
    private boolean isStillWanted(RuntimeCache.Idle unused) {
        var key = unused.session().key();
        try {
            if (unused.isAbout(services.sessions().find(key))) {
                return true;
            }
        } catch (ZavoraException e) {
            // the turn meets the failure itself
            return true;
        }
        unused.agent().close();
        forget(key);
        return false;
    }

    /** Ready with the key of now; where there is none, the agent stays for a turn that comes later. */
    private AgentRuntime renewed(TurnRequest request, RuntimeCache.Idle unused) throws InterruptedException {
        var ready = false;
        try {
            unused.agent().renew();
            ready = true;
            return unused.agent();
        } catch (ZavoraException e) {
            throw unopened(request, e);
        } finally {
            if (!ready) {
                agents.put(unused);
            }
        }
    }

    private ApiException unopened(TurnRequest request, ZavoraException e) {
        if (e.kind() == ErrorKind.INPUT || e.wording().hasMore()) {
            // not all of it is the caller's: it tells of the operator's machine
            operator.problem(request.id(), e);
        }
        var failure =
                switch (e.kind()) {
                    case INPUT -> Failures.misconfigured();
                    case PROVIDER -> Failures.noModel(e);
                    case SESSION, TOOLING, INTERNAL -> Failures.of(e);
                };
        var key = request.key();
        new TurnRecords(services.telemetry().inSession(key.id()), services.content())
                .failed(key, failure, Optional.of(e), Optional.empty(), Duration.ZERO);
        return failure;
    }

    private Approver approver(SessionKey key) {
        return running(key)
                .map(LiveTurn::approver)
                .orElseThrow(() -> new IllegalStateException("a tool call belongs to a turn"));
    }

    private LiveTurn.Equipment equipment(TurnRequest request, Admission admission) {
        var log = new TurnLog();
        var clock = new TurnClock();
        var approver =
                switch (request.approvals()) {
                    case REFUSE -> Approver.headless();
                    case WAIT ->
                        new WaitingApprover(approvals, request.key(), log, new Waiting(request, admission, clock));
                };
        return new LiveTurn.Equipment(log, approver, clock, operator);
    }

    /** A turn that waits for a person leaves its place to others, and its time does not run out. */
    private final class Waiting implements WaitingApprover.Pause {
        private final TurnRequest request;
        private final Admission admission;
        private final TurnClock clock;

        Waiting(TurnRequest request, Admission admission, TurnClock clock) {
            this.request = request;
            this.admission = admission;
            this.clock = clock;
        }

        @Override
        public void begin() {
            clock.pause();
            admission.pause();
        }

        @Override
        public void told() {
            if (draining) {
                running(request.key()).ifPresent(turn -> turn.stop(Stop.SHUTDOWN));
            }
        }

        @Override
        public void end() throws InterruptedException {
            admission.resume();
            clock.resume();
        }
    }

    private LiveTurn launch(TurnRequest request, AgentRuntime agent, String reuse, Admission admission) {
        var key = request.key();
        var watcher = services.watch(key.id());
        LiveTurn.Work work = log -> run(request, agent, watcher, log);
        var turn = new LiveTurn(request, equipment(request, admission), work, (over, end) -> {
            live.remove(key);
            try (watcher) {
                record(new TurnRecords(watcher.telemetry(), services.content()), over, end, reuse);
            } finally {
                // whatever else fails, be it for want of memory, the place of a turn must not be lost
                try {
                    giveBack(agent, over, end);
                } finally {
                    admission.leave();
                }
            }
            observer.ended(end);
        });
        live.put(key, turn);
        turn.start();
        limitTime(turn);
        if (draining) {
            turn.stop(Stop.SHUTDOWN);
        }
        return turn;
    }

    private TurnResult run(TurnRequest request, AgentRuntime agent, AgentServices.TurnWatcher watcher, TurnLog log)
            throws InterruptedException {
        var key = request.key();
        try (var share = room.new Share()) {
            return agent.run(key, request.input(), event -> {
                if (!share.take(chars(event))) {
                    running(key).ifPresent(turn -> turn.stop(Stop.TOO_LARGE));
                }
                watcher.accept(event);
                observer.accept(event);
                log.accept(event);
            });
        }
    }

    private void giveBack(AgentRuntime agent, LiveTurn over, TurnEnd end) {
        var request = over.request();
        switch (request.conversation()) {
            case Conversation.Recorded _ -> {
                failures.keep(request.key(), over.log().turnId(), end);
                keep(agent, request.key());
            }
            case Conversation.Given _ -> agent.close();
        }
    }

    private void keep(AgentRuntime agent, SessionKey key) {
        Optional<SessionSummary> session = Optional.empty();
        try {
            session = services.sessions().find(key);
        } catch (ZavoraException e) {
            // what became of the session nobody knows: the next turn begins with a new agent
        }
        session.ifPresentOrElse(now -> agents.put(new RuntimeCache.Idle(agent, now)), agent::close);
    }

    private static int chars(TurnEvent event) {
        return switch (event) {
            case TurnEvent.TextDelta(var _, var text) -> text.length();
            case TurnEvent.ReasoningDelta(var text) -> text.length();
            default -> 0;
        };
    }

    private static void record(TurnRecords records, LiveTurn over, TurnEnd end, String reuse) {
        var key = over.request().key();
        switch (end) {
            case TurnEnd.Answered(var answer, var _, var _) -> records.answered(key, answer, reuse, over.elapsed());
            case TurnEnd.Failed(var failure) ->
                records.failed(key, failure, over.failure(), over.stop(), over.elapsed());
        }
    }

    private void limitTime(LiveTurn turn) {
        Thread.ofVirtual().name("limit-" + turn.request().id()).start(() -> {
            try {
                turn.limitTime(limits.turn());
            } catch (InterruptedException e) {
                // nobody interrupts it: its end is that of the turn
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The turn that runs in a session; empty when there is none. */
    public Optional<LiveTurn> running(SessionKey key) {
        return Optional.ofNullable(live.get(key));
    }

    /** The same for what everybody may reach who may use the session: no turn whose conversation its caller brought. */
    public Optional<LiveTurn> recorded(SessionKey key) {
        return running(key).filter(turn -> turn.request().conversation() instanceof Conversation.Recorded);
    }

    /**
     * What a turn said, whether it still runs here or is over. One that was cut off with its process is over at once, not
     * only when the session is next used.
     *
     * @return empty when there is no such turn, or when it runs in another process
     */
    public Optional<TurnLog> log(SessionKey key, String turnId) {
        var now = recorded(key).map(LiveTurn::log).filter(log -> log.turnId().equals(turnId));
        if (now.isPresent()) {
            return now;
        }
        var events = recorded(key, turnId);
        if (!events.isEmpty() && !isOver(events) && !services.sessions().isLeased(key)) {
            // it may have ended since; if not, nobody is left who could end it
            events = recorded(key, turnId);
            if (!isOver(events)) {
                return Optional.of(TurnReplay.cutOff(events, services.author()));
            }
        }
        return isOver(events)
                ? Optional.of(TurnReplay.of(events, services.author(), failures.find(key, turnId)))
                : Optional.empty();
    }

    /** Whether the session has that turn, however it went. */
    public boolean isRecorded(SessionKey key, String turnId) {
        return !recorded(key, turnId).isEmpty();
    }

    /** What the journal has of a turn, in order. */
    private List<Event> recorded(SessionKey key, String turnId) {
        var events = new ArrayList<Event>();
        services.sessions().find(key).ifPresent(session -> {
            for (var event : SessionPages.of(services.sessions(), session)) {
                if (event.turnId().equals(turnId)) {
                    events.add(event);
                }
            }
        });
        return events;
    }

    private static boolean isOver(List<Event> events) {
        return !events.isEmpty()
                && (events.getLast().body() instanceof Event.TurnCompleted
                        || events.getLast().body() instanceof Event.TurnAborted);
    }

    /** How a turn failed that ended here not long ago; empty for any other. The journal tells later that it did. */
    public Optional<ApiException> failure(SessionKey key, String turnId) {
        return failures.find(key, turnId);
    }

    /** Forgets what is kept of a session beside the journal. */
    public void forget(SessionKey key) {
        agents.forget(key);
        failures.forget(key);
        approvals.forget(key);
    }

    /** Whether no more turns are taken. */
    public boolean draining() {
        return draining;
    }

    /** How many turns run; those that wait for an approval do not. */
    public int running() {
        return admissions.running();
    }

    /** How many requests wait for a turn, and turns to go on. */
    public int waiting() {
        return admissions.waiting();
    }

    /**
     * Takes no more turns, and lets those that run go on for a while; the rest is stopped and ends as interrupted. What
     * waits for an approval is stopped at once: nobody is asked any more. So is soon what waits for another process that
     * uses its session, and does not begin.
     *
     * @return how many had to be stopped
     */
    public int drain(Duration patience) throws InterruptedException {
        draining = true;
        var deadline = System.nanoTime() + patience.toNanos();
        var turns = List.copyOf(live.values());
        turns.stream().filter(turn -> turn.log().question().isPresent()).forEach(turn -> turn.stop(Stop.SHUTDOWN));
        var begun = Math.min(deadline, System.nanoTime() + LiveTurn.BEGINNING.toNanos());
        for (var turn : turns) {
            turn.stopUnlessBegun(begun);
        }
        for (var turn : turns) {
            if (turn.log()
                    .await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))
                    .isEmpty()) {
                turn.stop(Stop.SHUTDOWN);
            }
        }
        var end = System.nanoTime() + STOPPING.toNanos();
        for (var turn : turns) {
            turn.log().await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return (int) turns.stream()
                .filter(turn -> turn.stop().equals(Optional.of(Stop.SHUTDOWN)))
                .count();
    }

    @Override
    public void close() {
        agents.close();
    }
}
