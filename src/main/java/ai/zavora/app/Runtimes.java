package ai.zavora.app;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.adapter.store.sqlite.Migration;
import ai.zavora.adapter.store.sqlite.SqliteArchive;
import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.adapter.tools.BuiltInTools;
import ai.zavora.base.config.Settings;
import ai.zavora.base.config.ToolSettings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.agent.ToolBox;
import ai.zavora.core.agent.ToolGate;
import ai.zavora.core.agent.ToolRunner;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.policy.ConfirmationMode;
import ai.zavora.core.policy.ConfirmationPolicy;
import ai.zavora.core.policy.NamePattern;
import ai.zavora.core.session.DegradingStore;
import ai.zavora.core.session.SessionArchive;
import ai.zavora.core.session.SessionMigration;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.tool.ToolContext;
import ai.zavora.surface.cli.CliConsole;
import ai.zavora.surface.cli.CliServices;
import ai.zavora.surface.cli.Invocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Puts an agent together: store, tools, policy and model.
 *
 * @param invocation the command whose settings apply and whose standard error is warned
 * @param models of this run
 * @param patience how long a turn waits while another process uses its session
 */
record Runtimes(Invocation invocation, Models models, Guardrails guardrails, CliConsole console, Duration patience) {

    /** The parts that the settings of the invocation ask for. */
    static Runtimes of(Invocation invocation, Models models, CliConsole console) {
        var settings = invocation.settings();
        return new Runtimes(
                invocation,
                models,
                Guardrails.of(settings.guardrails()),
                console,
                settings.sessions().leasePatience());
    }

    /** The same for callers whom that patience is promised, unless the settings have less. */
    Runtimes within(Duration most) {
        return most.compareTo(patience) < 0 ? new Runtimes(invocation, models, guardrails, console, most) : this;
    }

    /** An agent that a person watches: where its journal cannot be written, it says so and goes on in memory. */
    AgentRuntime openWatched(ModelRoute route, Approver approver) throws InterruptedException {
        var store = degradingStore();
        return open(route, approver, store, store::close);
    }

    /**
     * An agent that asks the model of that route, and the approver where a tool needs a yes; the caller closes it.
     *
     * @param store its journal
     * @param release run when the agent is closed
     */
    AgentRuntime open(ModelRoute route, Approver approver, SessionStore store, Runnable release)
            throws InterruptedException {
        var settings = invocation.settings();
        var workspace = console.workingFolder();
        var gate = new ToolGate(
                new ToolBox(BuiltInTools.all()),
                policy(settings.tools()),
                approver,
                new ToolRunner(settings.tools().timeout(), guardrails.toolResults()),
                new ToolContext(workspace, console.clock()));
        return guardrails.around(new LiveRuntime(this, route, store, release, gate));
    }

    /** The journal of the settings, which fails where it cannot be written; the caller closes it. */
    static SessionStore journal(Settings settings, CliServices.SessionAccess access, CliConsole console) {
        var sessions = settings.sessions();
        var workspace = console.workingFolder();
        return switch (sessions.backend()) {
            case MEMORY -> new MemoryStore(console.clock());
            case SQLITE ->
                switch (access) {
                    case CREATE -> SqliteStore.open(sessions.databaseUrl(), workspace, console.clock());
                    case EXISTING, LOOK -> existing(sessions.databaseUrl(), access, console);
                };
        };
    }

    private static SessionStore existing(String url, CliServices.SessionAccess access, CliConsole console) {
        if (!SqliteStore.exists(url, console.workingFolder())) {
            return new MemoryStore(console.clock());
        }
        return access == CliServices.SessionAccess.LOOK
                ? SqliteStore.openToLook(url, console.workingFolder(), console.clock())
                : SqliteStore.open(url, console.workingFolder(), console.clock());
    }

    /** Whether there is a database, used or not. */
    static boolean hasDatabase(Settings settings, CliConsole console) {
        try {
            return SqliteStore.exists(settings.sessions().databaseUrl(), console.workingFolder());
        } catch (ZavoraException e) {
            // an address of another form leads to none; whoever uses it is told
            return false;
        }
    }

    /** The file of the database, used or not. */
    static Optional<Path> databaseFile(Settings settings, CliConsole console) {
        try {
            return SqliteStore.file(settings.sessions().databaseUrl(), console.workingFolder());
        } catch (ZavoraException e) {
            // an address of another form leads to none; whoever uses it is told
            return Optional.empty();
        }
    }

    /** What brings the database of the settings to the present form. */
    static SessionMigration migration(Settings settings, CliConsole console) {
        var sessions = settings.sessions();
        return switch (sessions.backend()) {
            case MEMORY -> () -> SessionMigration.Report.unchanged(SessionMigration.Outcome.NOT_NEEDED);
            case SQLITE -> Migration.of(sessions.databaseUrl(), console.workingFolder());
        };
    }

    /** The same journal as a file, for copying it whole. */
    static SessionArchive archive(Settings settings, CliConsole console) {
        var sessions = settings.sessions();
        return switch (sessions.backend()) {
            case MEMORY ->
                throw new ZavoraException(
                        ErrorKind.INPUT,
                        "Sessions are kept in memory, so there is no database.",
                        "Use --session-backend sqlite, or session_backend = \"sqlite\" in the profile.");
            case SQLITE -> SqliteArchive.of(sessions.databaseUrl(), console.workingFolder(), console.clock());
        };
    }

    private SessionStore degradingStore() {
        var settings = invocation.settings();
        return switch (settings.sessions().backend()) {
            case MEMORY -> new MemoryStore(console.clock());
            case SQLITE ->
                DegradingStore.open(
                        () -> journal(settings, CliServices.SessionAccess.CREATE, console),
                        new MemoryStore(console.clock()),
                        warning -> invocation.streams().tell("Warning: " + warning));
        };
    }

    private static ConfirmationPolicy policy(ToolSettings tools) {
        var mode =
                switch (tools.confirmation()) {
                    case NEVER -> ConfirmationMode.NEVER;
                    case MCP_ONLY -> ConfirmationMode.MCP_ONLY;
                    case ALWAYS -> ConfirmationMode.ALWAYS;
                };
        var approval =
                switch (tools.trust()) {
                    case EVERYTHING -> ConfirmationPolicy.Approval.ALL_TOOLS;
                    case BY_RULE -> ConfirmationPolicy.Approval.NAMED_TOOLS;
                };
        return new ConfirmationPolicy(
                mode, patterns(tools.requireConfirmation()), patterns(tools.approved()), approval);
    }

    private static List<NamePattern> patterns(List<String> names) {
        return names.stream().map(NamePattern::new).toList();
    }
}
