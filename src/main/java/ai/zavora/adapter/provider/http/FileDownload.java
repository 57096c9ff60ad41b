package ai.zavora.adapter.provider.http;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.error.Wording;
import ai.zavora.base.network.Proxies;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Fetches one large file over HTTP/1.1, from its beginning or from where an earlier attempt stopped. Redirects are
 * followed, but never from {@code https} to {@code http}.
 *
 * <p>Safe for use from several threads. Interrupting the calling thread closes the connection at once.
 */
public final class FileDownload {

    /** Takes in what arrives, on the calling thread. */
    public interface Sink {
        /**
         * The server began to answer.
         *
         * @param offset where in the file the first byte belongs: what was asked for, or 0 when the server only sends
         *     whole files
         */
        void begin(long offset) throws IOException;

        /** The next bytes, in order; not to be kept. */
        void write(byte[] bytes) throws IOException;
    }

    private static final int MAX_REDIRECTS = 5;

    private final String name;
    private final Connector connector;
    private final Refusals refusals;
    private final Duration connect;
    private final Duration silence;

    /**
     * @param name what to call the server in errors
     * @param connect limit for a connection and for the first byte of an answer
     * @param silence limit between two pieces
     */
    public FileDownload(String name, NetworkSettings network, Duration connect, Duration silence) {
        this.name = name;
        this.connector = new Connector(network);
        this.refusals =
                new Refusals(name, Optional.empty(), Proxies.secrets(network), (status, body) -> Reason.BAD_REQUEST);
        this.connect = connect;
        this.silence = silence;
    }

    /**
     * Fetches the rest of a file.
     *
     * @param from how many bytes of it are here already
     * @throws ModelException when the file did not arrive whole; the sink may have got a part of it
     * @throws IOException when the sink failed
     */
    public void fetch(URI file, long from, Sink sink) throws IOException, InterruptedException {
        var uri = file;
        for (var redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            var next = fetchOnce(uri, from, sink);
            if (next.isEmpty()) {
                return;
            }
            uri = next.get();
        }
        throw new ModelException(Reason.MALFORMED, name + " redirects without end.", "Use another source.");
    }

    private Optional<URI> fetchOnce(URI uri, long from, Sink sink) throws IOException, InterruptedException {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Accept", "*/*");
        headers.put("Accept-Encoding", "identity");
        headers.put("User-Agent", "zavora-cli");
        headers.put("Connection", "close");
        if (from > 0) {
            headers.put("Range", "bytes=" + from + "-");
        }
        try (var exchange = Exchange.start(connector, new Exchange.Request("GET", uri, headers, ""), connect)) {
            var limit = connect;
            while (true) {
                var signal = exchange.next(limit.toNanos()).orElseThrow(() -> timedOut(uri));
                switch (signal) {
                    case Signal.Connected() -> {}
                    case Signal.Sent() -> {}
                    case Signal.Head(var head) -> {
                        if (head.status() / 100 == 3 && head.status() != 304) {
                            return Optional.of(redirect(uri, head));
                        }
                        sink.begin(offset(head, from));
                        limit = silence;
                    }
                    case Signal.Bytes bytes -> sink.write(bytes.content());
                    case Signal.End() -> {
                        return Optional.empty();
                    }
                    case Signal.Failed(var cause) -> throw Faults.of(cause, name, connector.peers(uri), refusals);
                }
            }
        }
    }

    private long offset(ResponseHead head, long from) {
        if (head.status() == 200) {
            return 0;
        }
        if (head.status() == 206
                && head.headers().getOrDefault("content-range", "").startsWith("bytes " + from + "-")) {
            return from;
        }
        throw new ModelException(
                head.status() == 404 ? Reason.NOT_FOUND : Reason.BAD_REQUEST,
                Wording.own(name + " does not hand out the file (HTTP " + head.status() + ")."),
                "Use another source.",
                OptionalInt.of(head.status()),
                Optional.empty());
    }

    private URI redirect(URI from, ResponseHead head) {
        try {
            var target = from.resolve(head.headers().getOrDefault("location", ""));
            var scheme = target.getScheme();
            if (target.getHost() != null
                    && ("https".equalsIgnoreCase(scheme)
                            || ("http".equalsIgnoreCase(scheme) && "http".equalsIgnoreCase(from.getScheme())))) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the refusal: the address is not one
        }
        throw new ModelException(Reason.MALFORMED, name + " redirects to no usable address.", "Use another source.");
    }

    private ModelException timedOut(URI uri) {
        return new ModelException(
                Reason.TIMEOUT, name + " (" + uri.getHost() + ") did not answer in time.", "Use another source.");
    }
}
