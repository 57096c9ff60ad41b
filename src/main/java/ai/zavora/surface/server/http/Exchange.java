package ai.zavora.surface.server.http;

import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiRequest;
import ai.zavora.surface.server.wire.ApiRequest.Headers;
import ai.zavora.surface.server.wire.ApiRequest.RequestBody;
import ai.zavora.surface.server.wire.ApiRequest.Target;
import ai.zavora.surface.server.wire.ApiResponse;
import ai.zavora.surface.server.wire.ClientConnection;
import ai.zavora.surface.server.wire.EventWriter;
import ai.zavora.surface.server.wire.RequestHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** One request and its answer in the terms of the server library. */
final class Exchange implements ClientConnection {
    private static final int PIECE = 32 * 1024;
    private static final int CONFLICT = 409;
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final ServerRequest request;
    private final ServerResponse response;
    private final Inflow inflow;
    private boolean last;
    /** Whether the caller went away while somebody watched for that. */
    private volatile boolean callerLeft;

    Exchange(ServerRequest request, ServerResponse response, Inflow inflow) {
        this.request = request;
        this.response = response;
        this.inflow = inflow;
        // RFC 9112, 9.3: one of these ends the connection with this answer
        this.last = request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || request.prologue().protocolVersion().equals("1.0")
                // the library does not look at how a chunk ends: what follows such a body is not trusted to be a
                // request
                || request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    }

    void handle(RequestHandler handler) throws InterruptedException {
        var started = System.nanoTime();
        var asked = asked(handler);
        var caller = "";
        Optional<String> route = Optional.empty();
        var status = 0;
        var bytes = 0L;
        try {
            if (!request.content().hasEntity()) {
                inflow.received();
            }
            var answer = handler.answer(asked);
            inflow.received();
            caller = answer.caller();
            route = answer.route();
            status = answer.response().status();
            bytes = send(answer.response(), asked.id(), thrown -> handler.broken(asked, thrown));
            status = isForNobody(status) ? 0 : response.status().code();
        } catch (IOException | UncheckedIOException left) {
            // the caller went away; who watches the turn has been told
            status = 0;
            bytes = response.bytesWritten();
        } catch (RuntimeException brokenOff) {
            status = isForNobody(status) ? 0 : status;
            bytes = response.bytesWritten();
            throw brokenOff;
        } finally {
            var took = Duration.ofNanos(System.nanoTime() - started);
            handler.sent(asked, new RequestHandler.Sent(caller, route, status, bytes, took));
            inflow.awaitRequest();
            if (last) {
                inflow.finish();
            }
        }
    }

    /** Whether the caller had left, so that its turn was stopped: the answer that says so is read by nobody. */
    private boolean isForNobody(int status) {
        return callerLeft && status == CONFLICT;
    }

    private ApiRequest asked(RequestHandler handler) {
        var id = header("X-Request-Id")
                .filter(given -> REQUEST_ID.matcher(given).matches())
                .orElseGet(handler::newId);
        var method = request.prologue().method().text();
        var target = new Target(
                request.path().rawPath(), name -> request.query().first(name).asOptional());
        return new ApiRequest(id, method, target, headers(), body(), this);
    }

    private Headers headers() {
        return new Headers() {
            @Override
            public Optional<String> first(String name) {
                return header(name);
            }

            @Override
            public List<String> all(String name) {
                return request.headers().values(HeaderNames.create(name));
            }
        };
    }

    private Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    private RequestBody body() {
        return limit -> {
            if (request.headers().contentLength().orElse(0) > limit) {
                throw tooLarge(limit);
            }
            if (!request.content().hasEntity()) {
                return new byte[0];
            }
            byte[] content;
            try {
                // not closed: the library would wait for the rest of what cannot be read
                content = request.content().inputStream().readNBytes(limit + 1);
            } catch (IOException | RuntimeException e) {
                // the library throws whatever its parsers do, and where it stands in the stream nobody knows
                abandonBody();
                throw ApiException.badRequest("The body did not arrive whole.", "Send it again.");
            }
            if (content.length > limit) {
                throw tooLarge(limit);
            }
            inflow.received();
            return content;
        };
    }

    private ApiException tooLarge(int limit) {
        abandonBody();
        return ApiException.tooLarge(limit);
    }

    /** What is left of the body is never read, so that no other request can follow it. */
    private void abandonBody() {
        last = true;
        inflow.abandon();
    }

    private long send(ApiResponse answer, String id, Function<RuntimeException, ApiResponse> broken)
            throws IOException, InterruptedException {
        response.status(Status.create(answer.status()));
        response.header("X-Request-Id", id);
        response.header("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(response::header);
        last |= answer instanceof ApiResponse.Pieces;
        // nobody can tell where such an answer ends but by the end of the connection
        last |= answer instanceof ApiResponse.Events;
        if (last) {
            response.header("Connection", "close");
        }
        return switch (answer) {
            case ApiResponse.Whole whole -> {
                response.header("Content-Type", whole.contentType());
                // RFC 9110, 9.3.2: the answer to HEAD has no content, whatever it says
                var content = request.prologue().method().equals(Method.HEAD)
                        ? new byte[0]
                        : whole.content().getBytes(StandardCharsets.UTF_8);
                inflow.sending();
                response.send(content);
                yield content.length;
            }
            case ApiResponse.Pieces pieces -> {
                response.header("Content-Type", pieces.contentType());
                var out = new Late();
                try {
                    writePieces(pieces.source(), out);
                    yield response.bytesWritten();
                } catch (UncheckedIOException left) {
                    throw left;
                } catch (RuntimeException e) {
                    var instead = broken.apply(e);
                    if (out.begun()) {
                        throw e;
                    }
                    yield send(instead, id, broken);
                }
            }
            case ApiResponse.Events events -> {
                response.header("Content-Type", "text/event-stream");
                response.header("Cache-Control", "no-store");
                try (var out = new Timed(response.outputStream())) {
                    events.source().writeTo(new EventWriter(out));
                }
                yield response.bytesWritten();
            }
        };
    }

    /** Closes the stream only when all was written: to the reader an answer that broke off must not look whole. */
    private void writePieces(ApiResponse.TextSource source, OutputStream answer) throws IOException {
        var out = new Timed(new BufferedOutputStream(answer, PIECE));
        source.writeTo(piece -> {
            try {
                out.write(piece.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        out.close();
    }

    /** The answer's output, which begins the answer with the first byte only. */
    private final class Late extends OutputStream {
        private Optional<OutputStream> out = Optional.empty();

        boolean begun() {
            return out.isPresent();
        }

        private OutputStream begin() {
            var begun = out.orElseGet(response::outputStream);
            out = Optional.of(begun);
            return begun;
        }

        @Override
        public void write(int one) throws IOException {
            begin().write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            begin().write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            begin().flush();
        }

        @Override
        public void close() throws IOException {
            begin().close();
        }
    }

    /** An output whose reader must take each piece in time. */
    private final class Timed extends OutputStream {
        private final OutputStream out;

        Timed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            inflow.sending();
            out.write(bytes, from, length);
            inflow.received();
        }

        @Override
        public void flush() throws IOException {
            inflow.sending();
            out.flush();
            inflow.received();
        }

        @Override
        public void close() throws IOException {
            inflow.sending();
            out.close();
        }
    }

    @Override
    public String peer() {
        return request.remotePeer().host();
    }

    @Override
    public String local() {
        var host = request.localPeer().host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":"
                + request.localPeer().port();
    }

    @Override
    public Watch watch(Runnable gone) {
        last = true;
        return inflow.watch(() -> {
            callerLeft = true;
            gone.run();
        });
    }
}
