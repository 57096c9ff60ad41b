package ai.zavora.surface.server.access;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A host and a port as they stand in a URI or a {@code Host} header, RFC 3986 section 3.2, without the user.
 *
 * @param host a name in lower case without a dot at its end, or an IP address in its one spelling without brackets
 * @param port empty where it is left out
 */
record Authority(String host, OptionalInt port) {
    private static final int LONGEST_NAME = 253;

    /** Reads one; empty when it is none, or names a user. */
    static Optional<Authority> parse(String text) {
        var end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (text.startsWith("[") && end == 0) {
            return Optional.empty();
        }
        var host = host(end < 0 ? text : text.substring(0, end));
        var rest = end < 0 ? "" : text.substring(end);
        if (host.isEmpty() || (!rest.isEmpty() && !rest.startsWith(":"))) {
            return Optional.empty();
        }
        // a colon without a port is allowed, and stands for the usual one
        return rest.length() <= 1
                ? Optional.of(new Authority(host.get(), OptionalInt.empty()))
                : port(rest.substring(1)).map(port -> new Authority(host.get(), OptionalInt.of(port)));
    }

    /**
     * Reads a host: a name, an IPv4 address, or an IPv6 address, which stands in brackets.
     *
     * @return its one spelling; empty when it is none
     */
    static Optional<String> host(String text) {
        if (text.startsWith("[")) {
            return text.endsWith("]") && text.contains(":")
                    ? address(text.substring(1, text.length() - 1))
                    : Optional.empty();
        }
        var name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (name.length() > LONGEST_NAME || !isName(name)) {
            return Optional.empty();
        }
        return name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))
                ? address(name)
                : Optional.of(name.toLowerCase(Locale.ROOT));
    }

    /** The one spelling of an IP address; empty when it is none. A zone is left out. */
    static Optional<String> address(String text) {
        var zone = text.indexOf('%');
        try {
            var literal = InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone));
            return Optional.of(literal.getHostAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isName(String text) {
        for (var label : text.split("\\.", -1)) {
            if (label.isEmpty() || label.startsWith("-") || !label.chars().allMatch(Authority::isNameCharacter)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static Optional<Integer> port(String text) {
        if (text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        var port = Integer.parseInt(text);
        return port >= 1 && port <= 65_535 ? Optional.of(port) : Optional.empty();
    }
}
