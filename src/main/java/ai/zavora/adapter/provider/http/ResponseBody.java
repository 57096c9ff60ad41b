package ai.zavora.adapter.provider.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The body of an HTTP/1.1 answer in its three shapes: chunked, of known length, or up to the close (RFC 9112, 6.3). */
final class ResponseBody {
    private static final int MAX_LINE = 4096;
    private static final int MAX_TRAILERS = 100;
    private static final int MAX_PIECE = 16 * 1024;

    private enum Shape {
        CHUNKED,
        KNOWN_LENGTH,
        UNTIL_CLOSE
    }

    private final InputStream in;
    private final Shape shape;
    private long left;
    private boolean firstChunk = true;

    private ResponseBody(InputStream in, Shape shape, long left) {
        this.in = in;
        this.shape = shape;
        this.left = left;
    }

    static ResponseBody of(ResponseHead head, InputStream in) throws MalformedHttpException {
        if (head.status() == 204 || head.status() == 304) {
            return new ResponseBody(in, Shape.KNOWN_LENGTH, 0);
        }
        var coding = head.header("transfer-encoding").orElse("").toLowerCase(Locale.ROOT);
        if (coding.equals("chunked")) {
            return new ResponseBody(in, Shape.CHUNKED, 0);
        }
        if (!coding.isEmpty() && !coding.equals("identity")) {
            throw new MalformedHttpException("the transfer coding is not one we asked for");
        }
        var length = head.header("content-length");
        return length.isPresent()
                ? new ResponseBody(in, Shape.KNOWN_LENGTH, number(length.get(), 10))
                : new ResponseBody(in, Shape.UNTIL_CLOSE, Long.MAX_VALUE);
    }

    private static long number(String text, int radix) throws MalformedHttpException {
        try {
            var number = Long.parseLong(text.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new MalformedHttpException("a length is not a number");
        }
        throw new MalformedHttpException("a length is negative");
    }

    /**
     * The next piece as soon as there is one; empty at the end.
     *
     * @throws EOFException when the connection was closed before the end that was announced
     */
    Optional<byte[]> next() throws IOException {
        if (shape == Shape.CHUNKED && left == 0 && !nextChunk()) {
            return Optional.empty();
        }
        if (left == 0) {
            return Optional.empty();
        }
        // made anew for each piece: a stream that waits for its next chunk, as most do, holds none
        var piece = new byte[(int) Math.min(left, MAX_PIECE)];
        var count = in.read(piece);
        if (count < 0) {
            if (shape == Shape.UNTIL_CLOSE) {
                return Optional.empty();
            }
            throw new EOFException("the connection was closed in the middle of the answer");
        }
        left -= count;
        return Optional.of(count == piece.length ? piece : Arrays.copyOf(piece, count));
    }

    private boolean nextChunk() throws IOException {
        if (!firstChunk && !ResponseHead.readLine(in, MAX_LINE).isEmpty()) {
            throw new MalformedHttpException("a chunk is longer than announced");
        }
        firstChunk = false;
        var line = ResponseHead.readLine(in, MAX_LINE);
        var semicolon = line.indexOf(';');
        left = number(semicolon < 0 ? line : line.substring(0, semicolon), 16);
        if (left == 0) {
            for (var trailers = 0; !ResponseHead.readLine(in, MAX_LINE).isEmpty(); trailers++) {
                if (trailers == MAX_TRAILERS) {
                    throw new MalformedHttpException("too many trailers");
                }
            }
        }
        return left > 0;
    }
}
