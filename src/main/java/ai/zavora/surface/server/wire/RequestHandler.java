package ai.zavora.surface.server.wire;

import java.time.Duration;

/** What answers requests. Called on a thread for each request; safe for use from several threads. */
public interface RequestHandler {

    /** The answer to a request. Never throws. */
    ApiResponse answer(ApiRequest request);

    /**
     * An answer is on its way, or the caller left before it was.
     *
     * @param bytes how many bytes of content were sent
     * @param took from the request to its end
     */
    void sent(ApiRequest request, int status, long bytes, Duration took);

    /**
     * The answer to what came in and is no request that HTTP knows.
     *
     * @param status what the server library calls for
     */
    ApiResponse.Whole malformed(int status);

    /** A new id for a request. */
    String newId();
}
