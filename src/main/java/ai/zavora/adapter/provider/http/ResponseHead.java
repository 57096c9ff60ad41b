package ai.zavora.adapter.provider.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Status line and headers of an HTTP/1.1 answer (RFC 9112).
 *
 * @param status 100 to 599
 * @param headers by lower-case name; of repeated ones the last, except that transfer codings are joined
 */
record ResponseHead(int status, Map<String, String> headers) {
    private static final int MAX_BYTES = 64 * 1024;

    ResponseHead {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** The media type without its parameters, in lower case; empty when there is none. */
    String mediaType() {
        var type = headers.getOrDefault("content-type", "");
        var semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the head of the final answer; interim answers (1xx) are skipped.
     *
     * @throws EOFException when the other side closed without answering
     * @throws MalformedHttpException when this is not HTTP
     */
    static ResponseHead read(InputStream in) throws IOException {
        ResponseHead head;
        do {
            head = readOne(in);
        } while (head.status < 200);
        return head;
    }

    private static ResponseHead readOne(InputStream in) throws IOException {
        var status = status(readLine(in, MAX_BYTES));
        var headers = new HashMap<String, String>();
        var budget = MAX_BYTES;
        for (var line = readLine(in, budget); !line.isEmpty(); line = readLine(in, budget)) {
            budget -= line.length();
            var colon = line.indexOf(':');
            if (colon <= 0) {
                throw new MalformedHttpException("a header line has no name");
            }
            var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            var value = line.substring(colon + 1).strip();
            if (name.equals("transfer-encoding")) {
                headers.merge(name, value, (first, second) -> first + ", " + second);
            } else {
                headers.put(name, value);
            }
        }
        return new ResponseHead(status, headers);
    }

    private static int status(String line) throws MalformedHttpException {
        if (line.length() >= 12 && line.startsWith("HTTP/1.") && line.charAt(8) == ' ') {
            try {
                var status = Integer.parseInt(line.substring(9, 12));
                if (status >= 100 && status <= 599) {
                    return status;
                }
            } catch (NumberFormatException e) {
                throw new MalformedHttpException("the status is not a number");
            }
        }
        throw new MalformedHttpException("the answer does not begin with an HTTP/1.1 status line");
    }

    /** One line without its end. */
    static String readLine(InputStream in, int limit) throws IOException {
        var line = new ByteBuilder(limit);
        for (var b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection was closed");
            }
            if (!line.append((byte) b)) {
                throw new MalformedHttpException("a line is too long");
            }
        }
        var text = line.text(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
