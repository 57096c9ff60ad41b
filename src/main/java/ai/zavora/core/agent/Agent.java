package ai.zavora.core.agent;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.Wording;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs turns: the user speaks, the model answers, tools run in between, and each step is in the journal before the next
 * begins. Safe for use from several threads; turns of one session wait for each other.
 */
public final class Agent {

    /** The number of the request for a summary; those of the turn itself begin at 1. */
    private static final int BEFORE_STEPS = 0;

    private final AgentSettings settings;
    private final ModelRoute route;
    private final ModelClient model;
    private final ToolGate gate;
    private final SessionStore store;
    private final InstantSource clock;

    /** @param model what answers; its owner closes it */
    public Agent(
            AgentSettings settings,
            ModelRoute route,
            ModelClient model,
            ToolGate gate,
            SessionStore store,
            InstantSource clock) {
        this.settings = requireNonNull(settings, "settings is null");
        this.route = requireNonNull(route, "route is null");
        this.model = requireNonNull(model, "model is null");
        this.gate = requireNonNull(gate, "gate is null");
        this.store = requireNonNull(store, "store is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Runs one turn. Interrupting the calling thread cancels it; the journal then records the turn as aborted.
     *
     * @param events told on the calling thread, in order
     * @throws ZavoraException when the turn ends without an answer; SESSION, when the memory does not suffice for it
     */
    public TurnResult run(SessionKey key, UserInput input, Consumer<TurnEvent> events) throws InterruptedException {
        try (var _ = store.lease(key, settings.leasePatience())) {
            var journal = Journal.open(store, key, clock);
            recover(journal, events);
            return new Turn(key, journal, events).run(input);
        } catch (OutOfMemoryError e) {
            throw SessionFailures.tooLarge(key);
        }
    }

    private static void recover(Journal journal, Consumer<TurnEvent> events) {
        if (journal.endsOpen()) {
            var cutOff = journal.openCalls().running();
            journal.abort(Abort.CRASHED);
            events.accept(new TurnEvent.Notice("The last turn of this session was cut off."
                    + (cutOff == 0 ? "" : " Whether its " + cutOff + " running tool call(s) took effect is unknown.")));
        }
    }

    /** A request to the model and its reply. */
    private interface Exchange<T> {
        T run() throws InterruptedException;
    }

    /** One run of the loop and what it adds up. */
    private final class Turn {
        private final SessionKey key;
        private final Journal journal;
        private final Consumer<TurnEvent> events;
        private final ModelClient turnModel = model.forTurn();
        /** What passes on the reply that is coming in; empty while none is. */
        private Optional<DeltaRelay> replying = Optional.empty();

        private Usage usage = Usage.NONE;
        private int toolCalls;

        Turn(SessionKey key, Journal journal, Consumer<TurnEvent> events) {
            this.key = key;
            this.journal = journal;
            this.events = events;
        }

        /** Summarises what was said earlier when the new input would not fit beside it. */
        private void makeRoom(List<Event> earlier, UserInput input) throws InterruptedException {
            var compactor = new Compactor(model, route, gate.tools().specs(), settings.context());
            if (!compactor.isNeeded(earlier, input)) {
                return;
            }
            var relay = new DeltaRelay(settings.author(), route, this::tellUnsaid);
            Compactor.Compacted compacted;
            try {
                compacted = request(BEFORE_STEPS, relay, () -> compactor.compact(earlier, input, relay));
            } catch (ModelException e) {
                // no model; the turn itself says whether all of it still fits
                tellUnsummarised(e.wording());
                return;
            } catch (ZavoraException e) {
                // a guardrail that blocks the summary
                tellUnsummarised(e.wording());
                return;
            }
            usage = usage.plus(compacted.reply().usage());
            store(compacted.event().stream().toList(), compacted.reply(), relay);
            if (compacted.event().isPresent()) {
                events.accept(new TurnEvent.Notice(
                        "Earlier turns were summarised, since they no longer fit the model's window."));
            } else {
                tellUnsummarised(Wording.own("the model's summary was not whole, or too long."));
            }
        }

        /** A summary is no answer to the user. */
        private void tellUnsaid(TurnEvent event) {
            if (!(event instanceof TurnEvent.TextDelta) && !(event instanceof TurnEvent.ReasoningDelta)) {
                events.accept(event);
            }
        }

        private void tellUnsummarised(Wording why) {
            events.accept(new TurnEvent.Notice(why.map(text -> "Earlier turns could not be summarised: " + text)));
        }

        TurnResult run(UserInput input) throws InterruptedException {
            var earlier = journal.events();
            journal.append(new Event.UserMessage(input.parts()));
            try {
                events.accept(new TurnEvent.TurnStarted(journal.turnId(), route));
                events.accept(new TurnEvent.UserSpoke(input));
                // a summary takes a while: whatever ends it, what the user said is kept
                makeRoom(earlier, input);
                var result = loop();
                events.accept(new TurnEvent.TurnCompleted(result));
                return result;
            } catch (InterruptedException e) {
                throw abort(Abort.INTERRUPTED, e);
            } catch (ModelException e) {
                throw abort(failed(), e.toZavora());
            } catch (RuntimeException e) {
                throw abort(failed(), e);
            } catch (OutOfMemoryError e) {
                // what the request was made of is not held any more
                throw abort(failed(), SessionFailures.tooLarge(key));
            }
        }

        private String failed() {
            return replying.flatMap(DeltaRelay::firstDelta).isPresent() ? Abort.BROKEN_OFF : Abort.FAILED;
        }

        /** What ended the turn stays what is reported, even when the journal fails after it. */
        private <E extends Exception> E abort(String reason, E failure) {
            try {
                if (journal.endsOpen()) {
                    journal.abort(reason);
                }
            } catch (RuntimeException journalFailure) {
                failure.addSuppressed(journalFailure);
            }
            return failure;
        }

        private TurnResult loop() throws InterruptedException {
            for (int step = 1; step <= settings.maxSteps(); step++) {
                var reply = ask(step);
                var uses = reply.toolUses();
                toolCalls += uses.size();
                if (!reply.endsTurn()) {
                    gate.run(uses, journal, events);
                    continue;
                }
                gate.leave(uses, journal, events);
                var result = result(reply);
                if (!answers(reply)) {
                    journal.append(new Event.TurnCompleted());
                }
                return result;
            }
            throw new ZavoraException(
                    ErrorKind.TOOLING,
                    "The model still asked for tools after " + settings.maxSteps() + " requests in one turn.",
                    "Ask for a smaller step, or continue the session with a new prompt.");
        }

        private ModelReply ask(int step) throws InterruptedException {
            var request = new ModelRequest(
                    route.model(),
                    settings.system(),
                    History.messages(SealedReasoning.openedFor(route, journal.events(), journal.turnId())),
                    gate.tools().specs(),
                    settings.maxOutputTokens());
            var relay = new DeltaRelay(settings.author(), route, events);
            turnModel.admit(request, relay);
            replying = Optional.of(relay);
            var reply = request(step, relay, () -> turnModel.generate(request, relay));
            usage = usage.plus(reply.usage());
            var message = new Event.AssistantMessage(
                    reply.parts(), reply.stopReason(), reply.usage(), route.provider(), reply.model());
            // together: the disk is waited for once
            store(answers(reply) ? List.of(message, new Event.TurnCompleted()) : List.of(message), reply, relay);
            replying = Optional.empty();
            return reply;
        }

        /** Stores what a reply leads to, and tells that it is whole: also where it is lost, since it was paid for. */
        private void store(List<? extends Event.Body> bodies, ModelReply reply, DeltaRelay relay) {
            try {
                journal.append(bodies);
            } catch (RuntimeException e) {
                tellBeside(e, () -> relay.replied(reply));
                throw e;
            }
            relay.replied(reply);
        }

        /** Makes a request; tells that it began, and where it ends without a reply how. */
        private <T> T request(int step, DeltaRelay relay, Exchange<T> exchange) throws InterruptedException {
            events.accept(new TurnEvent.ModelRequestStarted(step, route));
            try {
                return exchange.run();
            } catch (ModelException e) {
                events.accept(new TurnEvent.ModelFailed(route, e.reason(), relay.elapsed()));
                throw e;
            } catch (InterruptedException | RuntimeException e) {
                if (!relay.hasReplied()) {
                    tellBeside(e, () -> events.accept(new TurnEvent.ModelInterrupted(route, relay.elapsed())));
                }
                throw e;
            }
        }

        /** Tells what comes of a failure, which stays what is reported: whoever caused it may fail again. */
        private static void tellBeside(Exception failure, Runnable telling) {
            try {
                telling.run();
            } catch (RuntimeException again) {
                failure.addSuppressed(again);
            }
        }

        /** Whether the turn ends with that reply, and no call in it needs an outcome. */
        private static boolean answers(ModelReply reply) {
            return reply.toolUses().isEmpty() && !isWithheld(reply);
        }

        private static boolean isWithheld(ModelReply reply) {
            return reply.text().isBlank() && reply.stopReason() == StopReason.CONTENT_FILTER;
        }

        private TurnResult result(ModelReply reply) {
            if (isWithheld(reply)) {
                throw new ModelException(
                        ModelException.Reason.CONTENT_FILTER,
                        "The provider's content filter withheld the answer.",
                        "Rephrase the prompt, or use another model.");
            }
            return new TurnResult(route, reply.text(), reply.stopReason(), usage, toolCalls);
        }
    }
}
