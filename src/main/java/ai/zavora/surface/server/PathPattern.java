package ai.zavora.surface.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which paths a route is for.
 *
 * @param text segments behind slashes; one in braces takes any value
 * @param segments what lies between its slashes
 */
record PathPattern(String text, List<String> segments) {

    /** Reads a pattern. */
    static PathPattern of(String text) {
        return new PathPattern(text, segments(text));
    }

    /** What lies between the slashes of a path. */
    static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /**
     * The values of its braces in a path.
     *
     * @param asked the segments of the path asked for, decoded
     * @return empty when the path is another
     */
    Optional<Map<String, String>> match(List<String> asked) {
        if (segments.size() != asked.size()) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, String>();
        for (var i = 0; i < segments.size(); i++) {
            var name = segments.get(i);
            if (name.startsWith("{")) {
                values.put(name.substring(1, name.length() - 1), asked.get(i));
            } else if (!name.equals(asked.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
