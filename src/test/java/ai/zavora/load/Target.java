package ai.zavora.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is asked for. {@code {n}} in the path, a header or the body becomes a number that no other request of the run has.
 *
 * @param address scheme http, a host, a path and perhaps a query
 * @param headers whole lines, {@code Name: value}, beside Host and Content-Length
 * @param body empty for none
 */
public record Target(Method method, URI address, List<String> headers, String body) {
    private static final String NUMBER = "{n}";

    /** The methods that servers are loaded with. */
    public enum Method {
        GET,
        HEAD,
        POST,
        PUT,
        DELETE
    }

    public Target {
        if (!"http".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("not an http address with a host: " + address);
        }
        headers = List.copyOf(headers);
    }

    /** Where to connect to; the name is looked up once. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address.getHost(), address.getPort() < 0 ? 80 : address.getPort());
    }

    /** The bytes of requests. */
    Requests requests() {
        var text = body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder()
                .append(method)
                .append(' ')
                .append(path())
                .append(" HTTP/1.1\r\nHost: ")
                .append(address.getRawAuthority())
                .append("\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (!(head + body).contains(NUMBER)) {
            var whole = bytes(head, text);
            return _ -> whole;
        }
        return number -> {
            var digits = Long.toString(number);
            return bytes(
                    new StringBuilder(head.toString().replace(NUMBER, digits)),
                    body.replace(NUMBER, digits).getBytes(StandardCharsets.UTF_8));
        };
    }

    private String path() {
        var path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        var whole = address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
        // a URI cannot hold braces
        return whole.replace("%7Bn%7D", NUMBER);
    }

    private byte[] bytes(StringBuilder head, byte[] text) {
        if (method == Method.POST || method == Method.PUT || text.length > 0) {
            head.append("Content-Length: ").append(text.length).append("\r\n");
        }
        var start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        var whole = new byte[start.length + text.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(text, 0, whole, start.length, text.length);
        return whole;
    }

    /** Makes the bytes of one request. */
    @FunctionalInterface
    interface Requests {
        byte[] request(long number);
    }
}
