package ai.zavora.blackbox;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Otlp;
import ai.zavora.testing.OtlpReceiver;
import ai.zavora.testing.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a collector gets to know of a command, and what not. */
final class CollectorTest extends ProgramTest {
    private static final String MODEL = "gpt-test-model";

    private final OtlpReceiver collector = OtlpReceiver.start();

    @AfterEach
    void stopCollector() {
        collector.close();
    }

    private Launcher observed() {
        return program().with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
    }

    private void askWithTool(Launcher launcher) throws InterruptedException {
        server.reply(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY), Reply.text("It is late."));
        var run = launcher.run("ask", "--model", MODEL, "--session-id", "s-7", PROMPT);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("It is late.\n");
    }

    @Test
    void aTurnBecomesATreeOfSpans() throws InterruptedException {
        askWithTool(observed());

        var command = collector.span("zavora-cli ask");
        var agent = collector.span("invoke_agent assistant");
        var tool = collector.span("execute_tool current_unix_time");
        var requests = collector.spans().stream()
                .filter(span -> span.name().equals("chat " + MODEL))
                .toList();
        assertThat(collector.spans()).hasSize(5);
        assertThat(requests).hasSize(2);
        assertThat(command.id().parent()).isEmpty();
        assertThat(agent.id().parent()).isEqualTo(command.id().span());
        assertThat(tool.id().parent()).isEqualTo(agent.id().span());
        assertThat(requests)
                .allMatch(span -> span.id().parent().equals(agent.id().span()))
                .allMatch(span -> span.kind() == Otlp.Span.CLIENT);
        assertThat(collector.spans())
                .allMatch(span -> span.id().trace().equals(command.id().trace()))
                .allMatch(span -> !span.times().end().isBefore(span.times().start()))
                .allMatch(span -> span.status().code() == 0);
        assertThat(requests.getFirst().times().end())
                .isBeforeOrEqualTo(requests.getLast().times().start());
    }

    @Test
    void spansHaveTheAttributesOfTheConventions() throws InterruptedException {
        askWithTool(observed());

        var request = collector.spans().stream()
                .filter(span -> span.name().equals("chat " + MODEL))
                .findFirst()
                .orElseThrow();
        assertThat(request.attributes())
                .contains(
                        entry("gen_ai.operation.name", "chat"),
                        entry("gen_ai.provider.name", "openai"),
                        entry("gen_ai.request.model", MODEL),
                        entry("gen_ai.conversation.id", "s-7"),
                        entry("gen_ai.response.finish_reasons", List.of("tool_call")),
                        entry("gen_ai.usage.input_tokens", 11L),
                        entry("gen_ai.usage.output_tokens", 7L));
        assertThat(collector.span("execute_tool current_unix_time").attributes())
                .contains(
                        entry("gen_ai.operation.name", "execute_tool"),
                        entry("gen_ai.tool.name", "current_unix_time"),
                        entry("gen_ai.tool.call.id", "call_1"));
        assertThat(collector.span("invoke_agent assistant").attributes())
                .contains(
                        entry("gen_ai.operation.name", "invoke_agent"),
                        entry("gen_ai.agent.name", "assistant"),
                        entry("gen_ai.usage.input_tokens", 22L),
                        entry("gen_ai.response.finish_reasons", List.of("stop")));
    }

    @Test
    void metricsHaveTheBucketsOfTheConventions() throws InterruptedException {
        askWithTool(observed());

        var points = collector.points();
        assertThat(points)
                .filteredOn(point -> point.metric().equals("gen_ai.client.operation.duration"))
                .singleElement()
                .satisfies(point -> {
                    assertThat(point.unit()).isEqualTo("s");
                    assertThat(point.count()).isEqualTo(2);
                    assertThat(point.bounds())
                            .startsWith(0.01, 0.02)
                            .endsWith(40.96, 81.92)
                            .hasSize(14);
                    assertThat(point.attributes())
                            .contains(entry("gen_ai.provider.name", "openai"), entry("gen_ai.request.model", MODEL));
                });
        assertThat(points)
                .filteredOn(point -> point.metric().equals("gen_ai.client.token.usage"))
                .hasSize(2)
                .allSatisfy(point -> {
                    assertThat(point.unit()).isEqualTo("{token}");
                    assertThat(point.bounds())
                            .startsWith(1.0, 4.0)
                            .endsWith(67_108_864.0)
                            .hasSize(14);
                    assertThat(point.sum()).isEqualTo(point.attributes().containsValue("input") ? 22.0 : 14.0);
                });
        assertThat(points)
                .filteredOn(point -> point.metric().equals("zavora.tool.calls"))
                .singleElement()
                .satisfies(point -> {
                    assertThat(point.sum()).isEqualTo(1);
                    assertThat(point.attributes())
                            .contains(entry("outcome", "succeeded"), entry("gen_ai.tool.name", "current_unix_time"));
                });
        assertThat(points)
                .filteredOn(point -> point.metric().equals("zavora.commands"))
                .singleElement()
                .satisfies(point ->
                        assertThat(point.attributes()).contains(entry("command", "ask"), entry("outcome", "ok")));
    }

    @Test
    void recordsBecomeLogsOfTheirSpans() throws InterruptedException {
        askWithTool(observed());

        var logs = collector.logs();
        // in two requests, which may overtake each other
        assertThat(logs)
                .extracting(Otlp.Log::event)
                .containsExactlyInAnyOrder(
                        "command.started",
                        "model.resolved",
                        "model.request.started",
                        "model.request.completed",
                        "tool.requested",
                        "tool.succeeded",
                        "model.request.started",
                        "model.request.completed",
                        "command.completed");
        assertThat(logs).allMatch(log -> log.trace()
                .equals(collector.span("zavora-cli ask").id().trace()));
        assertThat(logs.getFirst().span())
                .isEqualTo(collector.span("zavora-cli ask").id().span());
        assertThat(logs.getLast().span())
                .isEqualTo(collector.span("zavora-cli ask").id().span());
        assertThat(logs.get(5).span())
                .isEqualTo(collector.span("execute_tool current_unix_time").id().span());
        assertThat(logs.get(5).attributes())
                .contains(entry("tool", "current_unix_time"), entry("gen_ai.conversation.id", "s-7"));
        assertThat(collector.spans())
                .filteredOn(span -> span.id().span().equals(logs.get(3).span()))
                .extracting(Otlp.Span::name)
                .containsExactly("chat " + MODEL);
    }

    @Test
    void theProgramSaysWhoItIs() throws InterruptedException {
        askWithTool(observed().with("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test,team=a%20b"));

        assertThat(collector.requests()).isNotEmpty().allSatisfy(request -> assertThat(Otlp.resource(request.body()))
                .contains(
                        entry("service.name", "zavora-cli"),
                        entry("deployment.environment.name", "test"),
                        entry("team", "a b"))
                .containsKeys("service.version", "service.instance.id", "telemetry.sdk.name"));
    }

    @Test
    void neitherContentNorKeysAreSent() throws InterruptedException {
        server.reply(
                Reply.toolUse(
                        "current_unix_time",
                        JsonValue.object().put("canary", "canary-argument").build()),
                Reply.text("canary-answer"));

        var run = observed()
                .with("OTEL_EXPORTER_OTLP_HEADERS", "x-collector-key=canary%2Dheader")
                .run("ask", PROMPT);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(collector.requests())
                .extracting(request -> request.path())
                .contains("/v1/traces", "/v1/metrics", "/v1/logs");
        assertThat(collector.requests()).allSatisfy(request -> {
            assertThat(request.headers()).containsEntry("x-collector-key", "canary-header");
            var sent = request.everything().replace("x-collector-key=canary-header", "");
            assertThat(sent).doesNotContain("canary", "purple", KEY);
        });
        assertThat(run.out() + run.err()).doesNotContain("canary-header");
    }

    @Test
    void aFailedRequestIsAFailedSpan() throws InterruptedException {
        server.otherwise(Fault.status(401));

        var run = observed().run("ask", "--model", MODEL, PROMPT);

        assertThat(run.exit()).isEqualTo(10);
        var request = collector.span("chat " + MODEL);
        assertThat(request.status().code()).isEqualTo(2);
        assertThat(request.attributes()).containsEntry("error.type", "credential_refused");
        assertThat(collector.span("invoke_agent assistant").attributes())
                .containsEntry("error.type", "credential_refused");
        assertThat(collector.span("zavora-cli ask").attributes())
                .contains(entry("error.type", "PROVIDER"), entry("process.exit.code", 10L));
        assertThat(collector.points())
                .filteredOn(point -> point.metric().equals("gen_ai.client.operation.duration"))
                .singleElement()
                .satisfies(point -> assertThat(point.attributes()).containsEntry("error.type", "credential_refused"));
        assertThat(collector.logs())
                .filteredOn(log -> log.event().equals("command.failed"))
                .singleElement()
                .satisfies(log -> assertThat(log.severity()).isEqualTo(17));
    }

    @Test
    void aProviderThatRepeatsThePromptPutsNothingOfItIntoWhatIsSent() throws InterruptedException {
        var body = "{\"error\":{\"message\":\"bad: {\\\"content\\\":\\\"" + PROMPT + "\\\"} ...purple eleph\"}}";
        server.reply(Fault.raw("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body));

        var run = observed().run("ask", "--model", MODEL, PROMPT);

        assertThat(run.exit()).as(run.err()).isEqualTo(10);
        assertThat(collector.logs())
                .filteredOn(log -> log.event().equals("command.failed"))
                .singleElement()
                .satisfies(log ->
                        assertThat(log.attributes().get("error")).asString().endsWith(" (HTTP 400)."));
        for (var request : collector.requests()) {
            assertThat(request.everything()).doesNotContain("purple", "eleph", "canary");
        }
    }

    @Test
    void aRetryIsAnEventOfItsSpan() throws InterruptedException {
        server.reply(Fault.status(503), Reply.text("Hello"));

        var run = observed().run("ask", "--model", MODEL, PROMPT);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(collector.span("chat " + MODEL).status().events())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.name()).isEqualTo("zavora.model.retrying");
                    assertThat(event.attributes()).containsEntry("attempt", 2L);
                });
    }

    @Test
    void aSignalStillSendsWhatHappened() throws InterruptedException {
        server.reply(Fault.silenceBetweenEvents());
        try (var running = observed().start("ask", "--model", MODEL, PROMPT)) {
            running.awaitOutput("Once");

            running.signal("TERM");
            var run = running.finish();

            assertThat(run.exit()).as(run.err()).isEqualTo(143);
        }
        assertThat(collector.span("chat " + MODEL).status().code()).isEqualTo(2);
        assertThat(collector.span("zavora-cli ask").attributes()).containsEntry("process.exit.code", 143L);
        assertThat(collector.span("chat " + MODEL).attributes()).containsEntry("error.type", "interrupted");
        var points = collector.points();
        assertThat(points)
                .filteredOn(point -> point.metric().equals("gen_ai.client.operation.duration"))
                .singleElement()
                .satisfies(point -> assertThat(point.attributes()).containsEntry("error.type", "interrupted"));
        assertThat(points)
                .filteredOn(point -> point.metric().equals("zavora.commands"))
                .singleElement()
                .satisfies(point -> assertThat(point.attributes()).containsEntry("outcome", "interrupted"));
    }

    @Test
    void aCallThatNobodyAllowsIsNoFailureOfItsTool() throws InterruptedException {
        server.reply(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY), Reply.text("Not now."));

        var run = observed().run("ask", "--require-confirm-tool", "current_unix_time", "--model", MODEL, PROMPT);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(collector.points())
                .filteredOn(point -> point.metric().equals("zavora.tool.calls"))
                .singleElement()
                .satisfies(point -> assertThat(point.attributes()).containsEntry("outcome", "refused"));
    }

    @Test
    void aChatHasASpanForEachTurn() throws InterruptedException {
        var run = observed().withInput("one\ntwo\n/exit\n").run("chat", "--model", MODEL);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(collector.spans())
                .filteredOn(span -> span.name().equals("invoke_agent assistant"))
                .hasSize(2)
                .allMatch(span -> span.id()
                        .parent()
                        .equals(collector.span("zavora-cli chat").id().span()));
    }

    @Test
    void aCommandJoinsTheTraceThatStartedIt() throws InterruptedException {
        askWithTool(observed().with("TRACEPARENT", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        assertThat(collector.span("zavora-cli ask").id().trace()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(collector.span("zavora-cli ask").id().parent()).isEqualTo("b7ad6b7169203331");
    }

    @Test
    void whatIsSentCanBeCompressed() throws InterruptedException {
        askWithTool(observed().with("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"));

        assertThat(collector.requests())
                .allMatch(request -> "gzip".equals(request.headers().get("content-encoding")));
        assertThat(collector.spans()).hasSize(5);
    }

    @Test
    void aLongChatSendsWhileItRunsAlsoWithAPrivateAuthority() throws InterruptedException {
        try (var secure = OtlpReceiver.startTls(home);
                var running = program()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", secure.endpoint())
                        .with("ZAVORA_CA_BUNDLE", secure.caBundle().toString())
                        .withOpenInput()
                        .start("chat", "--model", MODEL)) {
            running.write("hello\n");

            secure.awaitSpan("invoke_agent assistant");

            running.write("/exit\n");
            assertThat(running.finish().exit()).isZero();
        }
    }

    @Test
    void anUnknownAuthorityIsNotTrusted() throws InterruptedException {
        server.reply(Reply.text("Hello"));
        try (var secure = OtlpReceiver.startTls(home)) {
            var run = program()
                    .with("OTEL_EXPORTER_OTLP_ENDPOINT", secure.endpoint())
                    .run("ask", PROMPT);

            assertThat(run.exit()).isZero();
            assertThat(run.out()).isEqualTo("Hello\n");
            assertThat(run.err().lines()).hasSize(1);
            assertThat(secure.requests()).isEmpty();
        }
    }

    @Test
    void nothingIsSentWhereTelemetryIsOff() throws InterruptedException {
        askWithTool(observed().with("ZAVORA_TELEMETRY_ENABLED", "false"));
        askWithTool(observed().with("OTEL_SDK_DISABLED", "true"));

        assertThat(collector.requests()).isEmpty();
    }
}
