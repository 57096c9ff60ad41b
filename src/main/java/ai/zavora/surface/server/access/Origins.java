package ai.zavora.surface.server.access;

import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiRequest.Headers;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a request was meant for this server: a page that a person opens in a browser must not reach it under a name of
 * its own (DNS rebinding), nor from another site.
 */
public final class Origins {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Set<String> hosts;

    /** @param hosts the names the server is called by, beside those of the loopback address; in lower case */
    public Origins(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    /**
     * Lets a request pass.
     *
     * @throws ApiException 400, without exactly one host; 403, when host or origin are not of this server
     */
    public void check(Headers headers) {
        var named = headers.all("Host");
        if (named.size() != 1) {
            throw ApiException.badRequest("The request must name one host.", "Send exactly one Host header.");
        }
        if (!known(named.getFirst())) {
            throw ApiException.forbidden(
                    "This server does not go by that host.",
                    "Call it by its address, or let the operator allow the name.");
        }
        headers.first("Origin").ifPresent(this::checkOrigin);
    }

    private void checkOrigin(String origin) {
        String authority;
        try {
            authority = URI.create(origin.strip()).getRawAuthority();
        } catch (IllegalArgumentException e) {
            authority = null;
        }
        if (authority == null || !known(authority)) {
            throw ApiException.forbidden(
                    "Pages of other sites may not call this server.",
                    "Call it from a page of its own, or from no page.");
        }
    }

    private boolean known(String authority) {
        var host = host(authority.strip().toLowerCase(Locale.ROOT));
        return LOOPBACK.contains(host) || hosts.contains(host);
    }

    private static String host(String authority) {
        if (authority.startsWith("[")) {
            return authority.substring(0, authority.indexOf(']') + 1);
        }
        var colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }
}
