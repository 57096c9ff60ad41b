package ai.zavora.surface.server;

import ai.zavora.base.config.Settings;
import ai.zavora.surface.server.turn.AgentServices;
import ai.zavora.surface.server.turn.OperatorLog;
import java.net.URI;
import java.time.InstantSource;

/** What the program offers to its server. Safe for use from several threads. */
public interface ServerServices extends AgentServices, OperatorLog, AccessLog {

    Settings settings();

    InstantSource clock();

    /** The server takes requests from now on, at that URL. */
    void listening(URI address);

    /** Waits until the operator wants the server to stop. */
    void awaitStop() throws InterruptedException;

    /** Tells the operator something while the server runs. */
    void say(String line);
}
