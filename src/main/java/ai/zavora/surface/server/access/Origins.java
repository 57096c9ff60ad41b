package ai.zavora.surface.server.access;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiRequest;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Whether a request was meant for this server: a page that a person opens in a browser must not reach it under a name of
 * its own (DNS rebinding), nor from another site.
 */
public final class Origins {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final Set<String> own = new HashSet<>();
    private final Set<String> allowed = new HashSet<>();
    private final boolean anyAddress;

    /**
     * The server goes by the names of the loopback address and by the address it listens on; where that stands for all
     * of the machine's, by the one that a connection was made to.
     *
     * @param allowed further names
     * @throws ZavoraException INPUT, when one of them is no host
     */
    public Origins(InetAddress listening, List<String> allowed) {
        this.anyAddress = listening.isAnyLocalAddress();
        for (var name : List.of("localhost", "127.0.0.1", "[::1]")) {
            own.add(Authority.host(name).orElseThrow());
        }
        Authority.address(listening.getHostAddress()).ifPresent(own::add);
        for (var name : allowed) {
            this.allowed.add(Authority.host(name.strip())
                    .or(() -> name.contains(":") ? Authority.address(name.strip()) : Optional.empty())
                    .orElseThrow(() -> new ZavoraException(
                            ErrorKind.INPUT,
                            "An allowed host is neither a host name nor an IP address.",
                            "Write --allowed-host agent.example.org, without scheme and port.")));
        }
    }

    /**
     * Lets a request pass.
     *
     * @param target what it is for
     * @throws ApiException 400, without exactly one well-formed host; 403, when host or origin are not of this server
     */
    public void check(ApiRequest request, RequestTarget target) {
        var named = request.headers().all("Host");
        if (named.size() != 1) {
            throw malformedHost();
        }
        var local = request.connection().local();
        var host = checkHost(named.getFirst().strip(), local);
        if (target.authority().isPresent()) {
            if (!SCHEMES.contains(target.scheme())) {
                throw ApiException.badRequest("The scheme of the target is none of HTTP.", "Send a path.");
            }
            host = checkHost(target.authority().get(), local);
        }
        for (var origin : request.headers().all("Origin")) {
            if (!isOfServer(origin.strip(), host, local)) {
                throw otherSite();
            }
        }
        for (var site : request.headers().all("Sec-Fetch-Site")) {
            if (site.strip().equalsIgnoreCase("cross-site")) {
                throw otherSite();
            }
        }
    }

    private Authority checkHost(String text, String local) {
        var authority = Authority.parse(text).orElseThrow(Origins::malformedHost);
        if (!isOwn(authority.host(), local) && !allowed.contains(authority.host())) {
            throw ApiException.forbidden(
                    "This server does not go by that host.",
                    "Call it by its address, or let the operator allow the name: --allowed-host.");
        }
        return authority;
    }

    private boolean isOwn(String host, String local) {
        return own.contains(host)
                || (anyAddress
                        && Authority.parse(local)
                                .filter(called -> called.host().equals(host))
                                .isPresent());
    }

    /** Whether pages of that origin are the server's own, or the operator's by name. */
    private boolean isOfServer(String origin, Authority host, String local) {
        var parsed = RequestTarget.parse(origin);
        var from = parsed.authority().flatMap(Authority::parse);
        if (from.isEmpty() || !SCHEMES.contains(parsed.scheme()) || origin.endsWith("/")) {
            return false;
        }
        var usual = parsed.scheme().equals("https") ? 443 : 80;
        var samePort = port(from.get().port(), usual) == port(host.port(), usual);
        return parsed.path().equals("/")
                && (allowed.contains(from.get().host()) || (isOwn(from.get().host(), local) && samePort));
    }

    private static int port(OptionalInt port, int usual) {
        return port.orElse(usual);
    }

    private static ApiException malformedHost() {
        return ApiException.badRequest(
                "The request must name one host.", "Send exactly one Host header with a host and its port.");
    }

    private static ApiException otherSite() {
        return ApiException.forbidden(
                "Pages of other sites may not call this server.", "Call it from a page of its own, or from no page.");
    }
}
