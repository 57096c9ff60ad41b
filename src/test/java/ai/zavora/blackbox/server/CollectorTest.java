package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.testing.DeadCollector;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.Otlp;
import ai.zavora.testing.OtlpReceiver;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a collector gets to know of a server, and who is told when it does not work. */
final class CollectorTest extends ServerTest {
    private static final String ASK = "/v1/ask";
    /** Whose turns end in one way or the other: what tells of it does not name the session. */
    private static final String ENDED = "user-of-ended-turns";

    private static ModelServer sharedModel;
    private static OtlpReceiver shared;
    /** For tests of single turns, which look at what belongs to their sessions. */
    private static ServedAgent sharedAgent;

    @BeforeAll
    static void serveToMany(@TempDir Path sharedFolder) throws InterruptedException {
        sharedModel = ModelServer.start();
        shared = OtlpReceiver.start();
        sharedAgent = observed(Launcher.in(sharedFolder).withModel(sharedModel), shared.endpoint());
    }

    @AfterAll
    static void stopServing() {
        try (var _ = sharedModel;
                var _ = shared) {
            sharedAgent.close();
        }
    }

    @BeforeEach
    void beginAnew() {
        sharedModel.beginAnew();
    }

    private ServedAgent observed(String endpoint) throws InterruptedException {
        return observed(program(), endpoint);
    }

    private static ServedAgent observed(Launcher program, String endpoint) throws InterruptedException {
        return ServedAgent.start(program.with("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
                // far longer than anything here takes
                .with("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"));
    }

    private static void ask(ServedAgent agent, String session) throws InterruptedException {
        var answer = agent.post(ASK, "{\"prompt\":\"hi\",\"session_id\":\"" + session + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** The notices of its log, every line of which is a JSON object. */
    private static List<String> notices(Finished run) {
        return run.err()
                .lines()
                .map(line -> {
                    try {
                        return Json.parseObject(line);
                    } catch (JsonException e) {
                        throw new AssertionError("no JSON object: " + line, e);
                    }
                })
                .flatMap(line -> line.string("notice").stream())
                .toList();
    }

    private static List<Otlp.Span> ofSession(OtlpReceiver collector, String session) {
        return collector.spans().stream()
                .filter(span -> session.equals(span.attributes().get("gen_ai.conversation.id")))
                .toList();
    }

    private static Otlp.Span turn(OtlpReceiver collector, String session) {
        return ofSession(collector, session).stream()
                .filter(span -> span.name().equals("invoke_agent assistant"))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the two spans of a turn are there, and the record of its request to the model. */
    private static boolean hasAll(OtlpReceiver collector, String session) {
        return ofSession(collector, session).size() == 2
                && collector.logs().stream()
                        .filter(log -> log.event().equals("model.request.completed"))
                        .anyMatch(log -> session.equals(log.attributes().get("gen_ai.conversation.id")));
    }

    @Test
    void eachTurnIsATraceOfItsOwnThatPointsToTheServer() throws InterruptedException {
        sharedModel.reply(Reply.text("one"), Reply.text("two"));
        ask(sharedAgent, "first");
        ask(sharedAgent, "second");
        shared.await("two turns", () -> hasAll(shared, "first") && hasAll(shared, "second"));

        var server = shared.logs().stream()
                .filter(log -> log.event().equals("command.started"))
                .findFirst()
                .orElseThrow();
        for (var session : List.of("first", "second")) {
            var turn = turn(shared, session);
            var trace = turn.id().trace();
            assertThat(turn.id().parent()).isEmpty();
            assertThat(turn.links()).containsExactly(new Otlp.Ids(server.trace(), server.span(), ""));
            assertThat(trace).isNotEqualTo(server.trace());
            assertThat(ofSession(shared, session))
                    .hasSize(2)
                    .allMatch(span -> span.id().trace().equals(trace))
                    .filteredOn(span -> !span.id().equals(turn.id()))
                    .singleElement()
                    .satisfies(request -> {
                        assertThat(request.id().parent()).isEqualTo(turn.id().span());
                        assertThat(request.links()).isEmpty();
                    });
            assertThat(shared.logs())
                    .filteredOn(log -> log.event().equals("model.request.completed"))
                    .filteredOn(log -> session.equals(log.attributes().get("gen_ai.conversation.id")))
                    .singleElement()
                    .satisfies(log -> assertThat(log.trace()).isEqualTo(trace));
        }
        assertThat(turn(shared, "first").id().trace())
                .isNotEqualTo(turn(shared, "second").id().trace());
    }

    private static Otlp.Log awaitLog(OtlpReceiver collector, String event) throws InterruptedException {
        collector.await(event, () -> log(collector, event).isPresent());
        return log(collector, event).orElseThrow();
    }

    private static Optional<Otlp.Log> log(OtlpReceiver collector, String event) {
        return collector.logs().stream()
                .filter(log -> log.event().equals(event))
                .findFirst();
    }

    private static String ended(String session) {
        return "{\"prompt\":\"hi\",\"session_id\":\"" + session + "\",\"user_id\":\"" + ENDED + "\"}";
    }

    private static Otlp.Log awaitLogOfEnded(String event) throws InterruptedException {
        Supplier<Optional<Otlp.Log>> sought = () -> shared.logs().stream()
                .filter(log -> log.event().equals(event))
                .filter(log -> ENDED.equals(log.attributes().get("user_id")))
                .findFirst();
        shared.await(event, () -> sought.get().isPresent());
        return sought.get().orElseThrow();
    }

    @Test
    void howATurnEndedBelongsToItsSpan() throws InterruptedException {
        sharedModel.reply(Reply.text("one"), Fault.status(400));
        assertThat(sharedAgent.post(ASK, ended("answered")).status()).isEqualTo(200);
        assertThat(sharedAgent.post(ASK, ended("failed")).status()).isNotEqualTo(200);

        var completed = awaitLogOfEnded("server.ask.completed");
        var failed = awaitLogOfEnded("server.ask.failed");
        shared.await(
                "spans",
                () -> ofSession(shared, "answered").size() == 2
                        && ofSession(shared, "failed").size() == 2);

        var first = turn(shared, "answered").id();
        var second = turn(shared, "failed").id();
        assertThat(List.of(completed.trace(), completed.span())).containsExactly(first.trace(), first.span());
        assertThat(List.of(failed.trace(), failed.span())).containsExactly(second.trace(), second.span());
    }

    @Test
    void anInterruptBelongsToTheTurnThatItEndedAndToNoOtherUsers() throws InterruptedException {
        sharedModel.reply(Fault.silenceBetweenEvents());
        var prompt = "{\"prompt\":\"hi\",\"session_id\":\"interrupted\",\"user_id\":\"a\"}";
        try (var _ = Sockets.post(sharedAgent, ASK, "application/json", prompt)) {
            sharedModel.awaitRequests(1);
            sharedAgent.post("/v1/interrupt", "{\"session_id\":\"interrupted\",\"user_id\":\"b\"}");
            sharedAgent.post("/v1/interrupt", "{\"session_id\":\"interrupted\",\"user_id\":\"a\"}");
            shared.await("interrupts", () -> interrupts(shared).size() == 2);
            shared.await("spans", () -> ofSession(shared, "interrupted").size() == 2);

            var server = awaitLog(shared, "command.started");
            var turn = turn(shared, "interrupted").id();
            assertThat(interrupts(shared))
                    .extracting(log -> log.attributes().get("interrupted"), Otlp.Log::trace)
                    .containsExactly(tuple(false, server.trace()), tuple(true, turn.trace()));
        }
    }

    private static List<Otlp.Log> interrupts(OtlpReceiver collector) {
        return collector.logs().stream()
                .filter(log -> log.event().equals("server.interrupt"))
                .toList();
    }

    @Test
    void whatWasRefusedWithoutATurnBelongsToTheServer() throws InterruptedException {
        try (var collector = OtlpReceiver.start();
                var agent = ServedAgent.start(program()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
                        .with("ZAVORA_PROVIDER", "anthropic"))) {
            assertThat(agent.post(ASK, "{\"prompt\":\"hi\"}").status()).isEqualTo(503);

            var server = awaitLog(collector, "command.started");
            var failed = awaitLog(collector, "server.ask.failed");
            assertThat(List.of(failed.trace(), failed.span())).containsExactly(server.trace(), server.span());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSES", "HANGS_UP", "GARBAGE"})
    void theOperatorLearnsOfADeadCollectorWhileTheServerRuns(DeadCollector.Way way) throws InterruptedException {
        try (var dead = new DeadCollector(way);
                var agent = observed(dead.endpoint())) {
            agent.program().awaitError("\"notice\":\"Telemetry could not be sent to the collector: ");
            ask(agent, "first");
            var run = agent.stop();

            var notices = notices(run);
            assertThat(notices).hasSize(2);
            assertThat(notices.getLast()).matches("In all, [1-9]\\d* telemetry records for the collector were lost\\.");
        }
    }

    @Test
    void aRefusalIsToldAndHowMuchItCost() throws InterruptedException {
        try (var collector = OtlpReceiver.answering(503);
                var agent = observed(collector.endpoint())) {
            agent.program().awaitError("Telemetry could not be sent to the collector: HTTP 503.");
            ask(agent, "first");
            var run = agent.stop();

            var sent = collector.logs().size() + collector.spans().size();
            assertThat(notices(run))
                    .containsExactly(
                            "Telemetry could not be sent to the collector: HTTP 503."
                                    + " Records are lost; nothing else is affected.",
                            "In all, " + sent + " telemetry records for the collector were lost.");
        }
    }

    /** As where the address is that of a user interface, or of what asks for a password first. */
    @Test
    void aPageIsNoAnswerOfACollector() throws InterruptedException {
        try (var other = OtlpReceiver.start().withPages();
                var agent = observed(other.endpoint())) {
            agent.program().awaitError("Telemetry could not be sent to the collector: the answer is a web page.");
            ask(agent, "first");
            var run = agent.stop();

            var sent = other.logs().size() + other.spans().size();
            assertThat(notices(run))
                    .last()
                    .isEqualTo("In all, " + sent + " telemetry records for the collector were lost.");
        }
    }

    @Test
    void whatACollectorRejectsInPartIsToldAndCounted() throws InterruptedException {
        try (var collector = OtlpReceiver.start().rejecting(1);
                var agent = observed(collector.endpoint())) {
            agent.program().awaitError("Telemetry could not be sent to the collector: the collector rejected a part");
            ask(agent, "first");
            var run = agent.stop();

            var requests = collector.requests().stream()
                    .filter(request -> !request.path().endsWith("metrics"))
                    .count();
            assertThat(notices(run))
                    .hasSize(2)
                    .last()
                    .isEqualTo("In all, " + requests + " telemetry records for the collector were lost.");
        }
    }

    @Test
    void aCollectorThatHasNotAnsweredYetAtTheEndIsToldAsSuch() throws InterruptedException {
        try (var dead = new DeadCollector(DeadCollector.Way.SILENT);
                var agent = observed(dead.endpoint())) {
            ask(agent, "first");
            var run = agent.stop();

            assertThat(notices(run))
                    .singleElement()
                    .asString()
                    .matches(
                            "The server ended before the collector had answered: [1-9]\\d* telemetry records may be lost\\."
                                    + " Nothing else is affected\\.");
        }
    }
}
