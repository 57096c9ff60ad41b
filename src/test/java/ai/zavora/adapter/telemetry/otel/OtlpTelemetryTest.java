package ai.zavora.adapter.telemetry.otel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.testing.DeadCollector;
import ai.zavora.testing.Otlp;
import ai.zavora.testing.OtlpReceiver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way from what happened to the collector, inside one process. */
@Timeout(60)
final class OtlpTelemetryTest {
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    private OtlpTelemetry telemetry(String endpoint) {
        return new OtlpTelemetry(
                TestCollectors.at(endpoint),
                TestCollectors.run("chat"),
                "default",
                InstantSource.fixed(TestCollectors.NOW),
                warnings::add);
    }

    @Test
    void aBurstOfRecordsArrivesWhole() throws InterruptedException {
        try (var collector = OtlpReceiver.start()) {
            var telemetry = telemetry(collector.endpoint());
            for (var number = 0; number < 3000; number++) {
                telemetry.record(
                        "burst", JsonValue.object().put("number", number).build());
            }
            // before the end, which waits for the collector for a moment only
            collector.await("3000 records", () -> collector.logs().size() == 3000);

            telemetry.close();

            assertThat(warnings).isEmpty();
            assertThat(collector.logs())
                    .extracting(log -> log.attributes().get("number"))
                    .hasSize(3000)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void whatASilentCollectorDoesNotTakeIsLostAndToldOnce() {
        try (var dead = new DeadCollector(DeadCollector.Way.SILENT)) {
            var telemetry = telemetry(dead.endpoint());
            for (var number = 0; number < 100_000; number++) {
                telemetry.record("flood", JsonValue.Obj.EMPTY);
            }

            telemetry.close();
            telemetry.close();

            assertThat(warnings).hasSize(1);
        }
    }

    @Test
    void anInterruptedThreadStillSendsAndStaysInterrupted() {
        try (var collector = OtlpReceiver.start()) {
            var telemetry = telemetry(collector.endpoint());
            telemetry.record("last.words", JsonValue.Obj.EMPTY);
            Thread.currentThread().interrupt();

            telemetry.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(collector.logs()).extracting(Otlp.Log::event).containsExactly("last.words");
        }
    }

    @Test
    void valuesKeepTheirTypes() {
        try (var collector = OtlpReceiver.start()) {
            var telemetry = telemetry(collector.endpoint());
            telemetry
                    .inSession("s-1")
                    .record(
                            "all.types",
                            JsonValue.object()
                                    .put("text", "ü")
                                    .put("whole", 7)
                                    .put("part", JsonValue.of(0.5))
                                    .put("flag", true)
                                    .put("list", JsonValue.of(List.of("a", "b")))
                                    .put("nothing", JsonValue.Null.NULL)
                                    .build());

            telemetry.close();

            assertThat(collector.logs()).singleElement().satisfies(log -> assertThat(log.attributes())
                    .containsEntry("text", "ü")
                    .containsEntry("whole", 7L)
                    .containsEntry("part", 0.5)
                    .containsEntry("flag", true)
                    .containsEntry("list", "[\"a\",\"b\"]")
                    .containsEntry("gen_ai.conversation.id", "s-1")
                    .doesNotContainKey("nothing"));
        }
    }

    @Test
    void recordsThatNameATurnBelongToItAndOthersToTheCommand() {
        try (var collector = OtlpReceiver.start()) {
            var telemetry = telemetry(collector.endpoint());
            var first = telemetry.inSession("one").turn("assistant");
            var second = telemetry.inSession("two").turn("assistant");
            first.accept(new TurnEvent.TurnStarted("t-1", new ModelRoute("gemini", "m-1")));
            second.accept(new TurnEvent.TurnStarted("t-2", new ModelRoute("local", "m-2")));
            telemetry.inSession("one").record("of.one", turnId("t-1"));
            telemetry.inSession("two").record("of.two", turnId("t-2"));
            telemetry.inSession("one").record("of.none", JsonValue.Obj.EMPTY);
            first.close();
            second.close();
            telemetry.inSession("one").record("after", turnId("t-1"));

            telemetry.close();

            var ofOne = spanOf(collector, "one");
            var ofTwo = spanOf(collector, "two");
            assertThat(ofOne.attributes()).containsEntry("gen_ai.provider.name", "gcp.gemini");
            assertThat(ofOne.status().code()).as("a turn without an answer").isEqualTo(2);
            assertThat(collector.logs())
                    .extracting(Otlp.Log::span)
                    .containsExactly(
                            ofOne.id().span(),
                            ofTwo.id().span(),
                            collector.span("zavora-cli chat").id().span(),
                            collector.span("zavora-cli chat").id().span());
        }
    }

    private static JsonValue.Obj turnId(String id) {
        return JsonValue.object().put("turn_id", id).build();
    }

    /** As two users of a server may have them. */
    @Test
    void turnsOfSessionsOfOneNameKeepTheirRecords() {
        try (var collector = OtlpReceiver.start()) {
            var telemetry = telemetry(collector.endpoint()).inSession("one");
            var first = telemetry.turn("assistant");
            var second = telemetry.turn("assistant");
            first.accept(new TurnEvent.TurnStarted("t-1", new ModelRoute("gemini", "m-1")));
            second.accept(new TurnEvent.TurnStarted("t-2", new ModelRoute("local", "m-2")));
            telemetry.of(first).record("of.first", JsonValue.Obj.EMPTY);
            telemetry.of(second).record("of.second", JsonValue.Obj.EMPTY);
            first.accept(new TurnEvent.ModelRequestStarted(1, new ModelRoute("gemini", "m-1")));
            telemetry.of(first).record("server.ask.failed", JsonValue.Obj.EMPTY);
            first.close();
            second.close();

            telemetry.close();

            var ofFirst = span(collector, "invoke_agent assistant", "gcp.gemini");
            var ofSecond = span(collector, "invoke_agent assistant", "local");
            assertThat(collector.logs())
                    .extracting(Otlp.Log::span)
                    .containsExactly(
                            ofFirst.id().span(),
                            ofSecond.id().span(),
                            ofFirst.id().span());
        }
    }

    private static Otlp.Span span(OtlpReceiver collector, String name, String provider) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name)
                        && provider.equals(span.attributes().get("gen_ai.provider.name")))
                .findFirst()
                .orElseThrow();
    }

    private static Otlp.Span spanOf(OtlpReceiver collector, String session) {
        return collector.spans().stream()
                .filter(span -> session.equals(span.attributes().get("gen_ai.conversation.id")))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary ", "glpat" + "-canary0123456789"})
    void namesThatAModelChoseAreNotSentWhenTheyCouldBeProseOrKeys(String begin) {
        try (var collector = OtlpReceiver.start()) {
            var telemetry = telemetry(collector.endpoint());
            var turn = telemetry.turn("assistant");
            turn.accept(new TurnEvent.TurnStarted("t-1", new ModelRoute("openai", "m-1")));
            turn.accept(new TurnEvent.ToolRequested(begin + "id", begin + "name", JsonValue.of("canary input")));
            turn.accept(new TurnEvent.ToolFinished(
                    begin + "id",
                    begin + "name",
                    JsonValue.object()
                            .put("code", begin + "code")
                            .put("text", "canary")
                            .build(),
                    TurnEvent.Outcome.FAILED,
                    Duration.ZERO));
            turn.close();

            telemetry.close();

            assertThat(collector.span("execute_tool invalid-name").attributes())
                    .containsEntry("error.type", "_OTHER")
                    .containsEntry("gen_ai.tool.call.id", "invalid-id");
            assertThat(collector.requests()).isNotEmpty().noneMatch(request -> request.everything()
                    .contains("canary"));
        }
    }
}
