package ai.zavora.surface.server.access;

import java.util.Locale;
import java.util.Optional;

/**
 * What a request is for, RFC 9112 section 3.2: a path, or a whole URI as proxies send it.
 *
 * @param scheme in lower case; empty unless it is a whole URI
 * @param authority as it was sent; empty unless it is a whole URI
 * @param path from the slash on
 */
public record RequestTarget(String scheme, Optional<String> authority, String path) {

    /** Reads one; whatever is no whole URI counts as a path. */
    public static RequestTarget parse(String target) {
        var slashes = target.indexOf("://");
        if (target.startsWith("/") || slashes <= 0) {
            return new RequestTarget("", Optional.empty(), target);
        }
        var from = slashes + 3;
        var path = target.indexOf('/', from);
        return new RequestTarget(
                target.substring(0, slashes).toLowerCase(Locale.ROOT),
                Optional.of(path < 0 ? target.substring(from) : target.substring(from, path)),
                path < 0 ? "/" : target.substring(path));
    }
}
