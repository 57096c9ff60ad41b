package ai.zavora.core.command;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A running chat as slash commands see it: its session, its route and what there is to choose from. Not thread-safe. */
public final class ChatState {

    /** The word that lets the program choose a provider. */
    public static final String AUTO = "auto";

    private final AgentRuntime runtime;
    private final ChatSetup setup;
    private final List<ModelProvider> providers;
    private final InstantSource clock;
    private final Consumer<SessionKey> moved;
    private SessionKey session;
    private SessionUsage usage = new SessionUsage();
    private Optional<SessionSummary> counted = Optional.empty();

    /**
     * @param providers every provider there is, in the order they are shown
     * @param moved told when the chat goes on in another session, before it does
     */
    public ChatState(
            AgentRuntime runtime,
            ChatSetup setup,
            List<ModelProvider> providers,
            InstantSource clock,
            Consumer<SessionKey> moved) {
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.setup = requireNonNull(setup, "setup is null");
        this.providers = List.copyOf(providers);
        this.clock = requireNonNull(clock, "clock is null");
        this.moved = requireNonNull(moved, "moved is null");
        this.session = setup.session();
    }

    /** The session the next turn belongs to. */
    public SessionKey session() {
        return session;
    }

    /** Whether what is said now can be continued when the program has ended. */
    public boolean isKept() {
        return runtime.sessions().keeps();
    }

    /** Where the next turn goes. */
    public ModelRoute route() {
        return runtime.route();
    }

    public ChatSetup setup() {
        return setup;
    }

    public List<ModelProvider> providers() {
        return providers;
    }

    /** The names {@code /provider} takes. */
    public List<String> providerNames() {
        var names = new ArrayList<String>();
        names.add(AUTO);
        providers.forEach(provider -> names.add(provider.id()));
        return names;
    }

    /** The provider the next turn goes to; empty for one that is not among {@link #providers()}. */
    public Optional<ModelProvider> provider() {
        var id = route().provider();
        return providers.stream().filter(provider -> provider.id().equals(id)).findFirst();
    }

    /** The context window of the current model, in tokens; empty when nobody knows. */
    public Optional<Long> window() {
        return provider()
                .map(provider -> provider.contextWindow(route().model()))
                .filter(tokens -> tokens > 0);
    }

    /**
     * The session's tokens, brought up to date from the journal; reads only what is new. Where somebody else deleted or
     * replaced the session, they are counted anew and say so.
     *
     * @throws ZavoraException SESSION, when the journal cannot be read
     */
    public SessionUsage usage() {
        var found = runtime.sessions().find(session);
        if (counted.isPresent()
                && !found.map(now -> now.continues(counted.get())).orElse(false)) {
            usage = SessionUsage.ofAnother();
        }
        counted = found;
        // before its first turn a session need not exist
        if (found.isPresent()) {
            usage.readOn(runtime.sessions(), session);
        }
        return usage;
    }

    /**
     * Sends later turns elsewhere and keeps the session.
     *
     * @param model empty for the provider's default
     * @throws ZavoraException when that cannot be used; its hint says that the old route stays
     */
    Outcome switchTo(String provider, Optional<String> model) {
        var from = route();
        try {
            runtime.switchTo(provider, model);
        } catch (ZavoraException e) {
            throw new ZavoraException(
                    e.kind(), e.wording(), e.hint() + " The chat stays with " + Words.route(from) + ".", e);
        }
        return new Outcome.Switched(from, route());
    }

    /**
     * Begins a new session, which is stored with its first entry.
     *
     * @param id empty for an id made of the time
     * @throws ZavoraException INPUT, when a session of that id exists or none may have it; SESSION, when the store fails
     */
    SessionKey startSession(Optional<String> id) {
        var key = new SessionKey(session.app(), session.user(), id.orElseGet(this::freshId));
        if (id.isPresent() && (key.equals(session) || isStored(key))) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "There is a session " + key.id() + " already.",
                    "Choose another id, or leave and start with --session-id to continue that one.");
        }
        key.requireUsable(runtime.sessions());
        moved.accept(key);
        session = key;
        counted = Optional.empty();
        usage = new SessionUsage();
        return key;
    }

    private boolean isStored(SessionKey key) {
        return runtime.sessions().find(key).isPresent();
    }

    // the time alone would collide when two programs start a session in the same millisecond
    private String freshId() {
        var random = UUID.randomUUID().toString().substring(0, 4);
        return "session-" + clock.instant().toEpochMilli() + "-" + random;
    }
}
