package ai.zavora.surface.server;

import ai.zavora.base.config.Settings;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.surface.server.turn.AgentServices;
import ai.zavora.surface.server.turn.OperatorLog;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** What the program offers to its server. Safe for use from several threads. */
public interface ServerServices extends AgentServices, OperatorLog, AccessLog {

    Settings settings();

    /** The version of the program. */
    String version();

    InstantSource clock();

    /**
     * Where turns go.
     *
     * @throws ai.zavora.base.error.ZavoraException PROVIDER, when no model is configured
     */
    ModelRoute route() throws InterruptedException;

    /**
     * Why no model could be asked now, in words for callers; empty when one could, as far as that is known without asking
     * it.
     */
    Optional<String> modelProblem() throws InterruptedException;

    /** The file of the sessions, which need not be there yet; empty when they are kept in memory. */
    Optional<Path> database();

    /** The server takes requests from now on, at that URL. */
    void listening(URI address);

    /** Waits until the operator wants the server to stop. */
    void awaitStop() throws InterruptedException;

    /** Tells the operator something while the server runs. */
    void say(String line);
}
