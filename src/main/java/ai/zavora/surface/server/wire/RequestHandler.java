package ai.zavora.surface.server.wire;

import java.time.Duration;
import java.util.Optional;

/** What answers requests. Called on a thread for each request; safe for use from several threads. */
public interface RequestHandler {

    /**
     * What a request leads to.
     *
     * @param caller the name of who made it, for the log
     * @param route which kind of request it is, for statistics; empty for none that there is
     */
    record Answer(String caller, Optional<String> route, ApiResponse response) {}

    /**
     * How a request ended.
     *
     * @param caller the name of who made it
     * @param route which kind of request it was; empty for none that there is
     * @param status of its answer; 0 when there was none
     * @param bytes of content that were sent
     * @param took from the request to its end
     */
    record Sent(String caller, Optional<String> route, int status, long bytes, Duration took) {}

    /** The answer to a request. Never throws. */
    Answer answer(ApiRequest request);

    /**
     * Notes that an answer broke off while it was written.
     *
     * @return what to answer instead, where nothing of it was sent
     */
    ApiResponse.Whole broken(ApiRequest request, RuntimeException thrown);

    /** An answer is on its way, or the caller left before it was. */
    void sent(ApiRequest request, Sent sent);

    /**
     * Answers what came in and is no request that HTTP knows, and notes it.
     *
     * @param id that it was given
     * @param status what the server library calls for
     */
    ApiResponse.Whole malformed(String id, int status);

    /** A new id for a request. */
    String newId();
}
