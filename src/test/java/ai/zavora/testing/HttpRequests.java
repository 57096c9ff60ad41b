package ai.zavora.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;

/** Reads HTTP/1.1 requests (RFC 9112), as far as clients of models send them. */
final class HttpRequests {
    private HttpRequests() {}

    /**
     * The request whose first byte was read already.
     *
     * @return empty when the client closed in the middle of it
     */
    static Optional<SentRequest> read(int firstByte, InputStream in) throws IOException {
        var requestLine = line(firstByte, in).split(" ");
        if (requestLine.length < 3) {
            return Optional.empty();
        }
        var headers = new HashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var body = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")
                ? chunks(in)
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return Optional.of(
                new SentRequest(requestLine[0], requestLine[1], headers, new String(body, StandardCharsets.UTF_8)));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (var size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            body.writeBytes(in.readNBytes(size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        return line(in.read(), in);
    }

    private static String line(int first, InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = first; next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
