package ai.zavora.base.network;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.UriAuthority;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which proxy, if any, a request goes through. This machine's own addresses are always reached directly. */
public final class Proxies {
    private static final String BASIC = "Basic ";

    private Proxies() {}

    /** The proxy for that address; empty when it is reached directly. */
    public static Optional<URI> proxyFor(URI target, NetworkSettings network) {
        var proxy = isTls(target) ? network.httpsProxy() : network.httpProxy();
        var host = host(target);
        if (proxy.isEmpty() || isLoopback(host) || excluded(host, port(target), network.noProxy())) {
            return Optional.empty();
        }
        check(proxy.get());
        return proxy;
    }

    /**
     * Whether requests can go through that proxy at all.
     *
     * @throws ZavoraException INPUT, when they cannot
     */
    public static void check(URI proxy) {
        var scheme = proxy.getScheme();
        if (UriAuthority.of(proxy).isEmpty() || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The proxy address cannot be used.",
                    "Set HTTPS_PROXY or HTTP_PROXY to an address like http://proxy.example:3128.");
        }
    }

    /** The value of {@code Proxy-Authorization}; empty when the address carries no user. */
    public static Optional<String> authorization(URI proxy) {
        return credential(UriAuthority.required(proxy)).map(credential -> BASIC + base64(credential));
    }

    /** What of the proxies' addresses must not be shown, as it is sent and as it is written. */
    public static List<String> secrets(NetworkSettings network) {
        return Stream.of(network.httpProxy(), network.httpsProxy())
                .flatMap(Optional::stream)
                .flatMap(proxy -> UriAuthority.of(proxy).stream())
                .flatMap(proxy -> credential(proxy).stream())
                .flatMap(credential -> Stream.of(base64(credential), credential.substring(credential.indexOf(':') + 1)))
                .distinct()
                .toList();
    }

    /** User and password as RFC 7617 joins them. */
    private static Optional<String> credential(UriAuthority proxy) {
        return proxy.userInfo()
                .map(user -> URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8))
                .map(user -> user.contains(":") ? user : user + ":");
    }

    private static String base64(String credential) {
        return Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the address asks for TLS. */
    public static boolean isTls(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** The host without the brackets of an IPv6 address. */
    public static String host(URI uri) {
        var host = UriAuthority.required(uri).host();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port, also where the address leaves it to its scheme. */
    public static int port(URI uri) {
        var port = UriAuthority.required(uri).port();
        if (port >= 0) {
            return port;
        }
        return isTls(uri) ? 443 : 80;
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1")
                || host.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }

    private static boolean excluded(String host, int port, List<String> noProxy) {
        var name = host.toLowerCase(Locale.ROOT);
        for (var item : noProxy) {
            var entry = item.strip().toLowerCase(Locale.ROOT);
            if (entry.equals("*") || matches(name, entry) || matchesWithPort(name, port, entry)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesWithPort(String name, int port, String entry) {
        var suffix = ":" + port;
        return entry.endsWith(suffix) && matches(name, entry.substring(0, entry.length() - suffix.length()));
    }

    /** As curl does it: a name stands for itself and everything below it, with or without a leading dot. */
    private static boolean matches(String name, String entry) {
        var bare = entry.startsWith("*.") ? entry.substring(1) : entry;
        bare = bare.startsWith(".") ? bare.substring(1) : bare;
        bare = bare.startsWith("[") && bare.endsWith("]") ? bare.substring(1, bare.length() - 1) : bare;
        return !bare.isEmpty() && (name.equals(bare) || name.endsWith("." + bare));
    }
}
