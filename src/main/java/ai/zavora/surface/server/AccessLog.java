package ai.zavora.surface.server;

import ai.zavora.surface.server.wire.ApiRequest;
import java.time.Duration;

/** What the operator sees of each request. */
public interface AccessLog {
    /**
     * A request is over.
     *
     * @param status of its answer; 0 when there was none
     * @param bytes of its content
     */
    void request(ApiRequest request, int status, long bytes, Duration took);
}
