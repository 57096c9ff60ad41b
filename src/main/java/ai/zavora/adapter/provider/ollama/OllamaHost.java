package ai.zavora.adapter.provider.ollama;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.UriAuthority;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Reads {@code OLLAMA_HOST} as Ollama itself does ({@code envconfig.Host}): a host, {@code host:port}, {@code :port} or
 * an address with scheme and path. Without a scheme the port is 11434; with one it is the scheme's own. Pure.
 */
final class OllamaHost {

    /** Where a server listens when nothing is configured. */
    static final String DEFAULT = "http://localhost:11434";

    private static final int DEFAULT_PORT = 11434;

    private OllamaHost() {}

    /**
     * The server's address without a trailing slash.
     *
     * @throws ZavoraException when the text is no such address
     */
    static URI parse(String text) {
        var value = unquoted(text.strip());
        if (value.isEmpty()) {
            return URI.create(DEFAULT);
        }
        var mark = value.indexOf("://");
        var scheme = mark < 0 ? "http" : value.substring(0, mark).toLowerCase(Locale.ROOT);
        var rest = mark < 0 ? value : value.substring(mark + 3);
        var slash = rest.indexOf('/');
        var hostPort = slash < 0 ? rest : rest.substring(0, slash);
        var path = slash < 0 ? "" : rest.substring(slash).replaceAll("/+$", "");
        var defaultPort =
                switch (scheme) {
                    case "http" -> mark < 0 ? DEFAULT_PORT : 80;
                    case "https" -> 443;
                    default -> throw refused();
                };
        return address(scheme, hostPort, defaultPort, path);
    }

    private static URI address(String scheme, String hostPort, int defaultPort, String path) {
        var host = hostPort;
        var port = defaultPort;
        var colon = hostPort.lastIndexOf(':');
        // a bare IPv6 address has colons of its own, and no port
        var bareIpv6 = hostPort.indexOf(':') != colon && !hostPort.startsWith("[");
        if (colon >= 0 && !bareIpv6 && !hostPort.endsWith("]")) {
            host = hostPort.substring(0, colon);
            port = port(hostPort.substring(colon + 1));
        }
        var reachable =
                reachable(host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
        try {
            var literal = reachable.contains(":") ? "[" + reachable + "]" : reachable;
            var address = new URI(scheme, literal + ":" + port, path, null, null);
            if (UriAuthority.of(address)
                    .filter(named -> named.host().equals(literal))
                    .isEmpty()) {
                throw refused();
            }
            return address;
        } catch (URISyntaxException e) {
            throw refused();
        }
    }

    private static int port(String text) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw refused();
    }

    /** The addresses a server listens on to be reached from everywhere are none that a client can call everywhere. */
    private static String reachable(String host) {
        return switch (host) {
            case "", "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> host;
        };
    }

    private static String unquoted(String text) {
        var first = text.isEmpty() ? ' ' : text.charAt(0);
        var quoted = text.length() >= 2 && (first == '"' || first == '\'') && text.charAt(text.length() - 1) == first;
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private static ZavoraException refused() {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The address of the Ollama server is not one.",
                "Set OLLAMA_HOST to a host, host:port or http://host:port.");
    }
}
