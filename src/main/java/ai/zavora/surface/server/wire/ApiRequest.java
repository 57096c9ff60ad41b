package ai.zavora.surface.server.wire;

import java.util.List;
import java.util.Optional;

/**
 * A request as it came in. Nothing of it is trusted.
 *
 * @param id names this request in answers, logs and telemetry
 * @param target the path with what was asked for behind it
 */
public record ApiRequest(
        String id, String method, Target target, Headers headers, RequestBody body, ClientConnection connection) {

    /**
     * What a request is for.
     *
     * @param path decoded, from the slash on
     * @param query the parameters, decoded
     */
    public record Target(String path, Query query) {}

    /** The parameters behind the question mark. */
    public interface Query {
        /** The first value of that name. */
        Optional<String> first(String name);
    }

    /** The header fields; names in any case. */
    public interface Headers {
        /** The value of a field that may be there once; the first where it is repeated. */
        Optional<String> first(String name);

        /** All values of a field, in their order. */
        List<String> all(String name);
    }

    /** What follows the header, read at most once. */
    public interface RequestBody {
        /**
         * Reads all of it.
         *
         * @param limit how many bytes at most
         * @throws ApiException 413, when it is longer; 400, when it does not arrive whole
         */
        byte[] read(int limit);
    }
}
