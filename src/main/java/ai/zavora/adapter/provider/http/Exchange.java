package ai.zavora.adapter.provider.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on a connection of its own, carried by a thread of its own, so that the calling thread can
 * give up at any instant: {@link #close} closes the socket under whatever the other thread is doing.
 */
final class Exchange implements AutoCloseable {

    /**
     * What is sent.
     *
     * @param body its text; empty for none
     */
    record Request(String method, URI uri, Map<String, String> headers, String body) {}

    /** Pieces of at most 16 KiB that wait for the caller; a slow caller slows the connection, not the memory. */
    private static final int QUEUE = 64;

    private final Connector connector;
    private final Request request;
    private final Duration connectLimit;
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;
    private final Object socketLock = new Object();
    private @Nullable Socket socket;
    private boolean closed;

    private Exchange(Connector connector, Request request, Duration connectLimit) {
        this.connector = connector;
        this.request = request;
        this.connectLimit = connectLimit;
        // a thousand streams of a server are too many platform threads; a command line has no virtual ones to start
        var threads = Thread.currentThread().isVirtual()
                ? Thread.ofVirtual()
                : Thread.ofPlatform().daemon();
        this.thread = threads.name("model-exchange").unstarted(this::run);
    }

    static Exchange start(Connector connector, Request request, Duration connectLimit) {
        var exchange = new Exchange(connector, request, connectLimit);
        exchange.thread.start();
        return exchange;
    }

    /** The next signal; empty when none came in time. */
    Optional<Signal> next(long nanos) throws InterruptedException {
        return Optional.ofNullable(signals.poll(nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
        synchronized (socketLock) {
            closed = true;
            if (socket != null) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // the socket is gone either way
                }
            }
        }
        thread.interrupt();
    }

    private void own(Socket opened) throws IOException {
        synchronized (socketLock) {
            if (closed) {
                opened.close();
                throw new IOException("given up");
            }
            socket = opened;
        }
    }

    private void run() {
        try {
            try {
                talk();
            } catch (IOException | RuntimeException e) {
                signals.put(new Signal.Failed(e));
            } catch (Error e) {
                // such as no memory, or no file left to load a class from: ours to report, not this thread's to die of
                signals.put(new Signal.Failed(new IllegalStateException("the exchange failed", e)));
            } finally {
                close();
            }
        } catch (InterruptedException e) {
            // the caller has gone and closed the socket
        }
    }

    private void talk() throws IOException, InterruptedException {
        var body = request.body().getBytes(StandardCharsets.UTF_8);
        var headers = new LinkedHashMap<>(request.headers());
        if (body.length > 0) {
            headers.put("Content-Length", Integer.toString(body.length));
        }
        var head = RequestHead.write(request.method(), request.uri(), connector.proxyFor(request.uri()), headers);
        var connection = connector.connect(request.uri(), connectLimit, this::own);
        signals.put(new Signal.Connected());
        var in = new BufferedInputStream(connection.getInputStream(), 8 * 1024);
        ResponseHead answer;
        try {
            var out = connection.getOutputStream();
            out.write(head);
            out.write(body);
            out.flush();
            signals.put(new Signal.Sent());
            answer = ResponseHead.read(in);
        } catch (MalformedHttpException e) {
            throw e;
        } catch (IOException e) {
            answer = earlyAnswer(in, e);
        }
        signals.put(new Signal.Head(answer));
        var content = ResponseBody.of(answer, in);
        for (var piece = content.next(); piece.isPresent(); piece = content.next()) {
            signals.put(new Signal.Bytes(piece.get()));
        }
        signals.put(new Signal.End());
    }

    /** A server that refuses a request, for its size say, may answer and close before it has read it all. */
    private static ResponseHead earlyAnswer(BufferedInputStream in, IOException failure) throws IOException {
        try {
            return ResponseHead.read(in);
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }
}
