package ai.zavora.surface.server.wire;

import java.time.Duration;

/** What answers requests. Called on a thread for each request; safe for use from several threads. */
public interface RequestHandler {

    /**
     * What a request leads to.
     *
     * @param caller the name of who made it, for the log
     */
    record Answer(String caller, ApiResponse response) {}

    /**
     * How a request ended.
     *
     * @param caller the name of who made it
     * @param status of its answer; 0 when there was none
     * @param bytes of content that were sent
     * @param took from the request to its end
     */
    record Sent(String caller, int status, long bytes, Duration took) {}

    /** The answer to a request. Never throws. */
    Answer answer(ApiRequest request);

    /** An answer is on its way, or the caller left before it was. */
    void sent(ApiRequest request, Sent sent);

    /**
     * The answer to what came in and is no request that HTTP knows.
     *
     * @param status what the server library calls for
     */
    ApiResponse.Whole malformed(int status);

    /** A new id for a request. */
    String newId();
}
