package ai.zavora.adapter.provider.http;

import ai.zavora.base.network.HeaderValue;
import ai.zavora.base.network.Proxies;
import ai.zavora.base.text.UriAuthority;
import ai.zavora.core.llm.ModelException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Writes the head of an HTTP/1.1 request. */
final class RequestHead {
    private RequestHead() {}

    /**
     * @param proxy the proxy that a plain request goes through, which wants the whole address and its own credential
     * @throws ModelException when a header cannot be sent; the message names it, not its value
     */
    static byte[] write(String method, URI uri, Optional<URI> proxy, Map<String, String> headers) {
        var plainProxy = Proxies.isTls(uri) ? Optional.<URI>empty() : proxy;
        var path = path(uri);
        var head = new StringBuilder(method)
                .append(' ')
                .append(plainProxy.isPresent() ? "http://" + authority(uri) + path : path)
                .append(" HTTP/1.1\r\n");
        append(head, "Host", hostHeader(uri));
        headers.forEach((name, value) -> append(head, name, value));
        plainProxy.flatMap(Proxies::authorization).ifPresent(value -> append(head, "Proxy-Authorization", value));
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void append(StringBuilder head, String name, String value) {
        if (!HeaderValue.isSendable(value)) {
            // the operator's to mend, where a server asks for somebody else
            throw new ModelException(
                    ModelException.Reason.CREDENTIAL_REFUSED,
                    "The header " + name + " would hold a character that cannot be sent.",
                    "Check the provider's key for spaces, line breaks and quotation marks.");
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }

    /** Host and port, always both. */
    static String authority(URI uri) {
        return UriAuthority.required(uri).host() + ":" + Proxies.port(uri);
    }

    private static String hostHeader(URI uri) {
        var named = UriAuthority.required(uri);
        return named.port() < 0 ? named.host() : named.host() + ":" + named.port();
    }

    private static String path(URI uri) {
        var path = uri.getRawPath();
        var query = uri.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }
}
