package ai.zavora.surface.server;

import ai.zavora.surface.server.wire.ApiRequest;
import ai.zavora.surface.server.wire.RequestHandler.Sent;

/** What the operator sees of each request. */
public interface AccessLog {
    /** A request is over. */
    void request(ApiRequest request, Sent sent);

    /** What came in is no request that HTTP knows, and was answered with that status. */
    void malformed(String id, int status);
}
