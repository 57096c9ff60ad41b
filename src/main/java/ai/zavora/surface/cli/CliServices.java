package ai.zavora.surface.cli;

import ai.zavora.base.config.RouteChoice;
import ai.zavora.base.config.Settings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.a2a.Ping;
import ai.zavora.core.credential.Credentials;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.diagnosis.Thoroughness;
import ai.zavora.core.eval.RunEnvironment;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.session.SessionArchive;
import ai.zavora.core.session.SessionMigration;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.telemetry.TelemetryReports;
import ai.zavora.surface.cli.setup.SetupMeans;
import ai.zavora.surface.cli.syntax.UsageException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the program offers to its commands. */
public interface CliServices {

    /** All providers, in the order {@code auto} tries them. */
    List<ModelProvider> providers(Settings settings);

    /**
     * Where requests would go, as far as that is known without asking the network.
     *
     * @return empty when {@code auto} finds nothing
     */
    Optional<ModelRoute> route(Settings settings, RouteChoice choice);

    /** The keys of the providers; the same at every call, for one thread. */
    Credentials credentials(Settings settings);

    /** The models of this machine. */
    ModelLibrary library(Settings settings);

    /** Reads what was recorded before this command began. */
    TelemetryReports telemetryReports();

    /** Where measurements are taken. */
    RunEnvironment runEnvironment();

    /**
     * The journal the settings point to; an empty one in memory where nothing is kept. The caller closes it.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION, when it cannot be used
     */
    SessionStore sessions(Settings settings, SessionAccess access);

    /** Whether there is a session database where the settings say, whether they use it or not. */
    boolean hasDatabase(Settings settings);

    /** The file of the session database where the settings say, whether they use it or not; empty where it is no file. */
    Optional<Path> databaseFile(Settings settings);

    /**
     * What brings the database the settings point to to the present form.
     *
     * @throws ai.zavora.base.error.ZavoraException INPUT, when they name none
     */
    SessionMigration migration(Settings settings);

    /**
     * The database the settings point to, for copying it whole.
     *
     * @throws ai.zavora.base.error.ZavoraException INPUT, when sessions are not kept in a file
     */
    SessionArchive archive(Settings settings);

    /** What happens when there is no database yet. */
    enum SessionAccess {
        /** It is taken for an empty one and not created; one that cannot be written to can be looked at. */
        LOOK,
        /** It is taken for an empty one and not created. */
        EXISTING,
        CREATE
    }

    /** What a setup works with. */
    SetupMeans setupMeans(Settings settings);

    /**
     * Looks at everything but the settings themselves; changes and creates nothing.
     *
     * @return what was found, in the order people read it
     */
    List<Finding> diagnose(Settings settings, Set<Thoroughness> thoroughness) throws InterruptedException;

    /**
     * Runs one turn and prints its outcome, failures included.
     *
     * @return the exit code
     */
    int ask(Invocation invocation) throws InterruptedException;

    /**
     * Runs a conversation until the person leaves.
     *
     * @return the exit code
     */
    int chat(Invocation invocation) throws InterruptedException;

    /** Runs the server until it is told to stop. */
    void serve(Invocation invocation) throws InterruptedException;

    /** The server that the settings' pid file belongs to, whether it runs or not. */
    ServerProcess serverProcess(Settings settings);

    /**
     * Sends a ping to another agent, with the settings' token of a server, and waits for its answer.
     *
     * @throws ai.zavora.base.error.ZavoraException PROVIDER, when none comes
     */
    Ping.Acknowledgement ping(URI server, Ping ping, Settings settings) throws InterruptedException;

    /**
     * Records something a command did beside that it ran.
     *
     * @param event its name
     */
    void note(String event, JsonValue.Obj payload);

    /**
     * Runs any other command and records it.
     *
     * @return what the body returns
     */
    int recorded(Invocation invocation, Body body) throws UsageException, InterruptedException;

    /** The doing of a command. */
    interface Body {
        /** Returns the exit code. */
        int run() throws UsageException, InterruptedException;
    }

    /** What the process ends with when the thread was interrupted: 128 and the number of the signal. */
    int interruptedExitCode();
}
