package ai.zavora.base.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Whom an address names: RFC 3986, section 3.2. Unlike {@link URI#getHost()}, which follows the older RFC 2396, it takes
 * an underscore in a name, as container networks hand them out.
 *
 * @param userInfo user and password as the address holds them, escaped
 * @param host a name, an IPv4 address, or an IPv6 address in its brackets
 * @param port as written; negative where the address names none
 */
public record UriAuthority(Optional<String> userInfo, String host, int port) {

    /** No port is higher. */
    public static final int MOST_PORT = 65_535;

    /** Whom that address names; empty when it names nobody, or a host or port that cannot be. Pure. */
    public static Optional<UriAuthority> of(URI address) {
        var raw = address.getRawAuthority();
        if (raw == null) {
            return Optional.empty();
        }
        var at = raw.lastIndexOf('@');
        var user = at < 0 ? Optional.<String>empty() : Optional.of(raw.substring(0, at));
        return hostAndPort(raw.substring(at + 1), user);
    }

    /** The address's host and port are at the same places with any letter in the place of an underscore. */
    private static Optional<UriAuthority> hostAndPort(String raw, Optional<String> user) {
        try {
            var plain = new URI("http://" + raw.replace('_', 'x'));
            return Optional.ofNullable(plain.getHost())
                    .filter(_ -> plain.getPort() <= MOST_PORT)
                    .map(host -> new UriAuthority(user, raw.substring(0, host.length()), plain.getPort()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The same, for an address that was looked at before. */
    public static UriAuthority required(URI address) {
        return of(address).orElseThrow(() -> new IllegalArgumentException("the address names no host"));
    }
}
