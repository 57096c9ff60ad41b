package ai.zavora.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.config.ModelSettings;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.StopReason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How every remote model client fails: in bounded time, with the right reason, and without giving anything away. */
@Timeout(120)
public abstract class ModelFaultsContract {
    /** The credential every client of the contract is opened with; it must not show up in any error. */
    protected static final String KEY = "sk-canary-4f7a1c9e2b";

    /** A prompt that must not show up in any error. */
    protected static final String PROMPT = "canary prompt about the purple elephant";

    /** Limits that a healthy exchange with a server on the same machine never reaches. */
    protected static final ModelLimits PATIENT = limits(Duration.ofSeconds(30), Duration.ofSeconds(30));

    /** How long a client may take to end when it is cancelled, at most. */
    private static final Duration PROMPTLY = Duration.ofSeconds(5);

    protected final ModelServer server = ModelServer.start();

    @TempDir
    protected Path folder;

    /** Opens the client under test, without retries. */
    protected abstract ModelClient open(ProviderSettings settings);

    /** The wire the client under test speaks. */
    protected abstract Wire wire();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private static ModelLimits limits(Duration firstEvent, Duration silence) {
        return new ModelLimits(
                Duration.ofSeconds(10), firstEvent, silence, Duration.ofSeconds(60), 1, Duration.ofSeconds(60));
    }

    protected final ProviderSettings settings(String baseUrl, ModelLimits limits) {
        return new ProviderSettings(
                Optional.of(new Secret(KEY)),
                Optional.of(baseUrl),
                limits,
                NetworkSettings.DIRECT,
                folder,
                ModelSettings.OpenAiApi.AUTO);
    }

    protected final ModelClient client(ModelLimits limits) {
        return open(settings(server.baseUrl(wire()), limits));
    }

    protected static ModelRequest request(Message... messages) {
        return new ModelRequest("m1", Optional.of("Be kind."), List.of(messages), List.of(), OptionalInt.empty());
    }

    /** What a request led to. */
    protected record Heard(ModelReply reply, List<ModelDelta> deltas) {
        String streamedText() {
            var text = new StringBuilder();
            for (var delta : deltas) {
                if (delta instanceof ModelDelta.Text(var piece)) {
                    text.append(piece);
                }
            }
            return text.toString();
        }
    }

    protected final Heard hear(ModelRequest request) throws InterruptedException {
        try (var client = client(PATIENT)) {
            var deltas = new ArrayList<ModelDelta>();
            return new Heard(client.generate(request, deltas::add), deltas);
        }
    }

    /** The failure of a request; nothing of key or prompt may be in it. */
    private ModelException failure(ModelClient client) {
        try (client) {
            var failure = catchThrowableOfType(
                    ModelException.class, () -> client.generate(request(Message.user(PROMPT)), delta -> {}));
            assertThat(failure).as("a failure").isNotNull();
            for (Throwable link = failure; link != null; link = link.getCause()) {
                assertThat(String.valueOf(link.getMessage())).doesNotContain(KEY, "4f7a1c9e2b", "purple elephant");
            }
            assertThat(failure.hint()).isNotBlank().doesNotContain(KEY, "purple elephant");
            return failure;
        }
    }

    private ModelException failure(Scripted fault) {
        server.reply(fault);
        var failure = failure(client(PATIENT));
        assertThat(server.requests()).as("requests: a client does not retry").hasSize(1);
        return failure;
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusedCredentialEndsAtOnce(int status) {
        var start = System.nanoTime();

        var failure = failure(Fault.status(status));

        assertThat(failure.reason()).isEqualTo(Reason.CREDENTIAL_REFUSED);
        assertThat(failure.status()).hasValue(status);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void unknownModelIsNotFound() {
        assertThat(failure(Fault.status(404)).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void badRequestIsOurFault() {
        assertThat(failure(Fault.status(422)).reason()).isEqualTo(Reason.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 500, 502, 503, 504, 529})
    void serverErrorsAreTheirs(int status) {
        var failure = failure(Fault.status(status));

        assertThat(failure.reason()).isEqualTo(Reason.SERVER_ERROR);
        assertThat(failure.status()).hasValue(status);
    }

    @Test
    void rateLimitSaysHowLongToWait() {
        var failure = failure(Fault.status(429, Duration.ofSeconds(17)));

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
    }

    @Test
    void rateLimitMaySayNothing() {
        var failure = failure(Fault.status(429));

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure.retryAfter()).isEmpty();
    }

    @Test
    void promptOverTheWindow() {
        var reason = failure(Fault.contextOverflow()).reason();

        if (wire().namesContextOverflow()) {
            assertThat(reason).isEqualTo(Reason.CONTEXT_OVERFLOW);
        } else {
            assertThat(reason).isIn(Reason.CONTEXT_OVERFLOW, Reason.BAD_REQUEST);
        }
    }

    @Test
    void filteredPromptIsAFailure() {
        assumeThat(wire().filtersContent()).isTrue();

        assertThat(failure(Fault.contentFilter()).reason()).isEqualTo(Reason.CONTENT_FILTER);
    }

    @Test
    void filteredAnswerKeepsWhatWasSaid() throws InterruptedException {
        assumeThat(wire().filtersContent()).isTrue();
        server.reply(Reply.text("Once upon").ending(Reply.Ending.CONTENT_FILTER));

        var heard = hear(request(Message.user(PROMPT)));

        assertThat(heard.reply().stopReason()).isEqualTo(StopReason.CONTENT_FILTER);
        assertThat(heard.reply().text()).isEqualTo("Once upon");
    }

    @Test
    void errorInsideTheStream() {
        assertThat(failure(Fault.errorEvent()).reason()).isEqualTo(Reason.SERVER_ERROR);
    }

    @Test
    void cutInTheMiddleOfAnEvent() {
        assertThat(failure(Fault.cutMidEvent()).reason()).isEqualTo(Reason.STREAM_BROKEN);
    }

    @Test
    void endWithoutTheFinalEvent() {
        assertThat(failure(Fault.endWithoutDone()).reason()).isEqualTo(Reason.STREAM_BROKEN);
    }

    @Test
    void malformedJson() {
        assertThat(failure(Fault.malformedJson()).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void webPageInsteadOfAnAnswer() {
        assertThat(failure(Fault.htmlPage()).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void noHttpAtAll() {
        assertThat(failure(Fault.raw("SSH-2.0-OpenSSH_9.9\r\n")).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void redirectIsNotFollowed() {
        try (var thief = ModelServer.start()) {
            failure(Fault.redirect(URI.create(thief.baseUrl(wire()))));

            assertThat(thief.connections()).isZero();
        }
    }

    @Test
    void hugeEventIsTakenOrRefused() throws InterruptedException {
        var size = 50_000_000;
        server.reply(Fault.hugeEvent(size));

        try {
            assertThat(hear(request(Message.user(PROMPT))).reply().text()).hasSize(size);
        } catch (ModelException e) {
            assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void endlessLineIsRefused() {
        assertThat(failure(Fault.endlessLine(300_000_000L)).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void closedWithoutAnAnswer() {
        assertThat(failure(Fault.closeAtOnce()).reason()).isIn(Reason.UNREACHABLE, Reason.STREAM_BROKEN);
    }

    @Test
    void closedPortIsUnreachable() throws IOException {
        var address = "http://127.0.0.1:" + FreePort.closed();

        assertThat(failure(open(settings(address, PATIENT))).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void unknownHostIsUnreachable() {
        assertThat(failure(open(settings("http://no-such-host.invalid:9", PATIENT)))
                        .reason())
                .isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void unknownCertificateIsATlsFailure() {
        try (var secure = ModelServer.startTls(folder)) {
            assertThat(failure(open(settings(secure.baseUrl(wire()), PATIENT))).reason())
                    .isEqualTo(Reason.TLS);
        }
    }

    @Test
    void silenceBeforeTheHeadTimesOut() throws InterruptedException {
        timesOut(Fault.silenceBeforeHeaders(), limits(Duration.ofMillis(300), Duration.ofSeconds(30)));
    }

    @Test
    void silenceBeforeTheFirstEventTimesOut() throws InterruptedException {
        timesOut(Fault.silenceBeforeFirstEvent(), limits(Duration.ofMillis(300), Duration.ofSeconds(30)));
    }

    @Test
    void silenceBetweenEventsTimesOut() throws InterruptedException {
        timesOut(Fault.silenceBetweenEvents(), limits(Duration.ofSeconds(30), Duration.ofMillis(300)));
    }

    @Test
    void commentsAreNoEvents() throws InterruptedException {
        timesOut(Fault.keepAliveOnly(Duration.ofMillis(20)), limits(Duration.ofMillis(400), Duration.ofMillis(400)));
    }

    @Test
    void slowDripEndsWithTheTotal() throws InterruptedException {
        timesOut(
                Fault.slowDrip(Duration.ofMillis(20)),
                new ModelLimits(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        // long enough for the request to arrive at a busy machine
                        Duration.ofMillis(1500),
                        1,
                        Duration.ofSeconds(60)));
    }

    private void timesOut(Fault fault, ModelLimits limits) throws InterruptedException {
        server.reply(fault);
        var start = System.nanoTime();

        var failure = failure(client(limits));

        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(server.lastRequest().awaitClientClosedEarly(PROMPTLY))
                .as("connection closed")
                .isTrue();
    }

    @Test
    void interruptBeforeTheHeadCancels() throws Exception {
        cancels(Fault.silenceBeforeHeaders());
    }

    @Test
    void interruptBeforeTheFirstEventCancels() throws Exception {
        cancels(Fault.silenceBeforeFirstEvent());
    }

    @Test
    void interruptInTheMiddleOfTheAnswerCancels() throws Exception {
        cancels(Fault.silenceBetweenEvents());
    }

    @Test
    void interruptBeforehandCancels() throws Exception {
        try (var client = client(PATIENT)) {
            var outcome = new CompletableFuture<Throwable>();
            Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                outcome.complete(thrownBy(client));
            });

            assertThat(outcome.get(PROMPTLY.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    private void cancels(Fault silence) throws Exception {
        server.reply(silence);
        try (var client = client(PATIENT)) {
            var outcome = new CompletableFuture<Throwable>();
            var thread = Thread.ofVirtual().start(() -> outcome.complete(thrownBy(client)));
            server.awaitRequests(1);

            thread.interrupt();

            assertThat(outcome.get(PROMPTLY.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(InterruptedException.class);
            assertThat(server.lastRequest().awaitClientClosedEarly(PROMPTLY))
                    .as("connection closed")
                    .isTrue();
        }
    }

    private static Throwable thrownBy(ModelClient client) {
        try {
            client.generate(request(Message.user(PROMPT)), delta -> {});
            return new AssertionError("there was an answer");
        } catch (InterruptedException | RuntimeException e) {
            return e;
        }
    }
}
