package ai.zavora.surface.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The server that runs with the pid file of the settings, in whatever process. */
public interface ServerProcess {

    /** How far a server is. */
    enum State {
        STARTING,
        RUNNING,
        /** It takes no more requests; running turns may still go on. */
        STOPPING
    }

    /**
     * A server that runs.
     *
     * @param address its URL; empty while it starts
     * @param started when its process began
     */
    record Running(long pid, Instant started, State state, Optional<String> address) {}

    /** What became of a request to stop. */
    enum Ending {
        NOTHING_RAN,
        STOPPED,
        /** It has been told, and had not ended when the time was over. */
        UNDER_WAY
    }

    /**
     * Looks for it.
     *
     * @return empty when none runs
     */
    Optional<Running> running() throws InterruptedException;

    /**
     * Tells it to stop, unless it is stopping already: telling it twice would cut its turns off.
     *
     * @param patience how long to wait for its end; none at all is fine
     * @throws ai.zavora.base.error.ZavoraException INPUT, when it is no process that may be told
     */
    Ending stop(Duration patience) throws InterruptedException;
}
