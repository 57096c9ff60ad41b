package ai.zavora.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.ModelSettings;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.tool.ToolSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every remote model client does, whatever its wire. Each adapter's test extends it. */
public abstract class ModelClientContract extends ModelFaultsContract {
    private static final JsonValue.Obj BERLIN = JsonValue.object()
            .put("zone", "Europe/Berlin")
            .put("note", "a \"quoted\" ü\n")
            .build();
    private static final JsonValue.Obj TOKYO =
            JsonValue.object().put("zone", "Asia/Tokyo").put("precision", 3).build();

    @Test
    void streamsTextInOrder() throws InterruptedException {
        server.reply(Reply.text("One", ", two", ", three."));

        var heard = hear(request(Message.user("Count")));

        assertThat(heard.deltas())
                .containsExactly(
                        new ModelDelta.Text("One"), new ModelDelta.Text(", two"), new ModelDelta.Text(", three."));
        assertThat(heard.reply().text()).isEqualTo("One, two, three.");
        assertThat(heard.reply().stopReason()).isEqualTo(StopReason.COMPLETE);
        assertThat(heard.reply().model()).isEqualTo("m1");
    }

    @Test
    void sendsTheConversation() throws InterruptedException {
        hear(request(
                Message.user("First \"question\"\n"),
                new Message(Role.ASSISTANT, List.of(new Part.Text("First answer"))),
                Message.user("Second 問い 🦜")));

        var sent = server.lastRequest();
        assertThat(sent.wire()).contains(wire());
        assertThat(sent.model()).isEqualTo("m1");
        assertThat(sent.system()).isEqualTo("Be kind.");
        assertThat(sent.said())
                .containsExactly("user: First \"question\"\n", "assistant: First answer", "user: Second 問い 🦜");
    }

    @Test
    void sendsTheCredentialInAHeaderOnly() throws InterruptedException {
        hear(request(Message.user("Hi")));

        var sent = server.lastRequest();
        assertThat(sent.query()).doesNotContain(KEY);
        assertThat(sent.bodyText()).doesNotContain(KEY);
    }

    @Test
    void sendsNoSystemTextWhenThereIsNone() throws InterruptedException {
        hear(new ModelRequest("m1", Optional.empty(), List.of(Message.user("Hi")), List.of(), OptionalInt.empty()));

        assertThat(server.lastRequest().system()).isEmpty();
    }

    @Test
    void acceptsAnAnswerThatSaysNothing() throws InterruptedException {
        server.reply(Reply.empty());

        var heard = hear(request(Message.user("Hi")));

        assertThat(heard.deltas()).isEmpty();
        assertThat(heard.reply().text()).isEmpty();
        assertThat(heard.reply().stopReason()).isEqualTo(StopReason.COMPLETE);
    }

    @Test
    void saysWhenTheAnswerWasCutAtItsLimit() throws InterruptedException {
        server.reply(Reply.text("Once upon").ending(Reply.Ending.MAX_TOKENS));

        assertThat(hear(request(Message.user("Hi"))).reply().stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    }

    @Test
    void aReplyThatReachedTheOutputLimitEndsTheTurnThoughItCalls() throws Exception {
        server.reply(Reply.toolUse("clock", JsonValue.Obj.EMPTY).ending(Reply.Ending.MAX_TOKENS));

        var reply = hear(request(Message.user("Hi"))).reply();
        assertThat(reply.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(reply.endsTurn()).isTrue();
    }

    @Test
    void reportsUsage() throws InterruptedException {
        var usage = new Usage(100, 40, 20, 30, 7);
        server.reply(Reply.text("Hi").withUsage(usage));

        var reported = hear(request(Message.user("Hi"))).reply().usage();

        assertThat(reported).isEqualTo(wire().reportable(usage));
        assertThat(reported.total()).isEqualTo(usage.total());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void doesNotCareHowBytesAreCut(int bytesPerWrite) throws InterruptedException {
        server.reply(Reply.text("Grüße", " 問い", " 🦜🦜", "\n\"end\"").inWritesOf(bytesPerWrite));

        var heard = hear(request(Message.user("Hi")));

        assertThat(heard.reply().text()).isEqualTo("Grüße 問い 🦜🦜\n\"end\"");
        assertThat(heard.streamedText()).isEqualTo(heard.reply().text());
    }

    @Test
    void toleratesEventsItDoesNotKnow() throws InterruptedException {
        server.reply(Reply.text("be").thenUnknownEvents().thenText("fore"));

        assertThat(hear(request(Message.user("Hi"))).reply().text()).isEqualTo("before");
    }

    @Test
    void deliversPiecesWhileTheAnswerGoesOn() throws Exception {
        var gate = new Gate();
        server.reply(Reply.text("early").thenWaitFor(gate).thenText(" late"));
        var early = new CompletableFuture<ModelDelta>();

        try (var client = client(PATIENT);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reply = threads.submit(() -> client.generate(request(Message.user("Hi")), early::complete));
            assertThat(early.get(20, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(new ModelDelta.Text("early"));
            gate.open();
            assertThat(reply.get().text()).isEqualTo("early late");
        }
    }

    @Test
    void takesManyPieces() throws InterruptedException {
        server.reply(Reply.manyDeltas("word ", 100_000));

        var heard = hear(request(Message.user("Hi")));

        assertThat(heard.deltas()).hasSize(100_000);
        assertThat(heard.reply().text()).hasSize(500_000);
    }

    @Test
    void offersTools() throws InterruptedException {
        hear(withTools(Message.user("Hi")));

        assertThat(server.lastRequest().toolNames()).containsExactly("clock", "calendar");
    }

    @Test
    void putsParallelToolCallsTogether() throws InterruptedException {
        server.reply(Reply.text("Let me look.")
                .then(Reply.toolUses(
                        Reply.Call.of("call_a", "clock", BERLIN),
                        Reply.Call.of("call_b", "clock", TOKYO),
                        Reply.Call.of("call_c", "calendar", JsonValue.Obj.EMPTY))));

        var heard = hear(withTools(Message.user("Time?")));

        var uses = heard.reply().toolUses();
        assertThat(uses).extracting(Part.ToolUse::name).containsExactly("clock", "clock", "calendar");
        assertThat(uses).extracting(Part.ToolUse::input).containsExactly(BERLIN, TOKYO, JsonValue.Obj.EMPTY);
        assertThat(uses).extracting(Part.ToolUse::id).doesNotHaveDuplicates().allMatch(id -> !id.isBlank());
        if (wire().carriesCallIds()) {
            assertThat(uses).extracting(Part.ToolUse::id).containsExactly("call_a", "call_b", "call_c");
        }
        assertThat(heard.reply().stopReason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(heard.reply().text()).isEqualTo("Let me look.");
        assertThat(heard.deltas())
                .filteredOn(ModelDelta.ToolUseStarted.class::isInstance)
                .containsExactlyElementsOf(uses.stream()
                        .map(use -> (ModelDelta) new ModelDelta.ToolUseStarted(use.id(), use.name()))
                        .toList());
    }

    @Test
    void tellsCallsOfOneIdOrNoneApart() throws InterruptedException {
        server.reply(Reply.toolUses(
                Reply.Call.of("dup", "clock", BERLIN),
                Reply.Call.of("dup", "clock", TOKYO),
                Reply.Call.of("", "calendar", JsonValue.Obj.EMPTY),
                Reply.Call.of("", "clock", JsonValue.Obj.EMPTY)));

        var uses = hear(withTools(Message.user("Time?"))).reply().toolUses();

        assertThat(uses).extracting(Part.ToolUse::name).containsExactly("clock", "clock", "calendar", "clock");
        assertThat(uses).extracting(Part.ToolUse::id).doesNotHaveDuplicates().allMatch(id -> !id.isBlank());
    }

    @Test
    void makesUpCallIdsThatDifferBetweenReplies() throws InterruptedException {
        server.reply(
                Reply.toolUses(Reply.Call.of("call_a", "clock", BERLIN)),
                Reply.toolUses(Reply.Call.of("call_b", "clock", TOKYO)));

        var first = hear(withTools(Message.user("Time?"))).reply().toolUses();
        var second = hear(withTools(Message.user("Time?"))).reply().toolUses();

        assertThat(first.getFirst().id()).isNotEqualTo(second.getFirst().id());
    }

    @Test
    void keepsArgumentsThatAreNoJson() throws InterruptedException {
        org.assertj.core.api.Assumptions.assumeThat(wire().carriesCallIds()).isTrue();
        server.reply(Reply.toolUses(new Reply.Call("call_a", "clock", List.of("{\"zone\": Ber", "lin"))));

        var uses = hear(withTools(Message.user("Time?"))).reply().toolUses();

        assertThat(uses.getFirst().input()).isEqualTo(JsonValue.of("{\"zone\": Berlin"));
    }

    @Test
    void sendsToolCallsAndTheirOutputs() throws InterruptedException {
        server.reply(
                Reply.toolUses(Reply.Call.of("call_a", "clock", BERLIN), Reply.Call.of("call_b", "calendar", TOKYO)));
        var uses = hear(withTools(Message.user("Time?"))).reply();
        var outputs = uses.toolUses().stream()
                .<Part>map(use -> new Part.ToolOutput(
                        use.id(),
                        use.name(),
                        JsonValue.object()
                                .put("answer", "noon in " + use.name())
                                .build(),
                        use.name().equals("calendar")))
                .toList();

        hear(withTools(
                Message.user("Time?"), new Message(Role.ASSISTANT, uses.parts()), new Message(Role.TOOL, outputs)));

        var said = server.lastRequest().conversation().said();
        assertThat(said.stream().flatMap(message -> message.toolUses().stream()))
                .containsExactly("clock", "calendar");
        assertThat(String.join(" ", server.lastRequest().said())).contains("noon in clock", "noon in calendar");
    }

    @Test
    void sendsReasoningBackUnchanged() throws InterruptedException {
        var signature = "sIg+/=äöü\"\\" + "x".repeat(2000);
        server.reply(Reply.reasoning("Let me think.", signature)
                .then(Reply.toolUses(Reply.Call.of("call_a", "clock", BERLIN))));
        var heard = hear(withTools(Message.user("Time?")));
        assertThat(heard.deltas()).contains(new ModelDelta.Reasoning("Let me think."));
        assertThat(heard.reply().text()).isEmpty();
        assertThat(heard.reply().parts()).anyMatch(Part.Reasoning.class::isInstance);
        var output = new Part.ToolOutput(heard.reply().toolUses().getFirst().id(), "clock", JsonValue.Obj.EMPTY, false);

        hear(withTools(
                Message.user("Time?"),
                new Message(Role.ASSISTANT, heard.reply().parts()),
                new Message(Role.TOOL, List.of(output))));

        if (wire().carriesSignatures()) {
            assertThat(strings(server.lastRequest().body())).contains(signature);
        }
    }

    @Test
    void keepsOpaqueDataOfOtherProvidersToItself() throws InterruptedException {
        var foreign = new Part.ProviderData(
                "elsewhere", JsonValue.object().put("sealed", "foreign-secret").build());
        var parts =
                List.<Part>of(new Part.Reasoning("hidden thought", Optional.of(foreign)), new Part.Text("The answer"));

        hear(request(Message.user("Hi"), new Message(Role.ASSISTANT, parts), Message.user("Again")));

        assertThat(server.lastRequest().bodyText()).contains("The answer").doesNotContain("foreign-secret");
    }

    @Test
    void limitsTheAnswerWhenAsked() throws InterruptedException {
        hear(new ModelRequest("m1", Optional.empty(), List.of(Message.user("Hi")), List.of(), OptionalInt.of(4321)));

        assertThat(server.lastRequest().bodyText()).contains("4321");
    }

    @Test
    void servesSeveralThreads() {
        server.answering(sent -> Reply.text("re: ", sent.lastUserText()));
        try (var client = client(PATIENT);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = IntStream.range(0, 20)
                    .mapToObj(n -> threads.submit(() -> client.generate(request(Message.user("n" + n)), delta -> {})
                            .text()))
                    .toList();
            for (var n = 0; n < replies.size(); n++) {
                assertThat(replies.get(n))
                        .succeedsWithin(java.time.Duration.ofSeconds(30))
                        .isEqualTo("re: n" + n);
            }
        }
    }

    @Test
    void trustsAnAdditionalAuthority() throws InterruptedException {
        try (var secure = ModelServer.startTls(folder)) {
            assertThat(answerOverTls(secure, secure.caBundle())).isEqualTo("over TLS");
        }
    }

    private String answerOverTls(ModelServer secure, Path authority) throws InterruptedException {
        secure.reply(Reply.text("over", " TLS"));
        var network = new NetworkSettings(Optional.empty(), Optional.empty(), List.of(), Optional.of(authority));
        var settings = new ProviderSettings(
                Optional.of(new Secret(KEY)),
                Optional.of(secure.baseUrl(wire())),
                PATIENT,
                network,
                folder,
                ModelSettings.OpenAiApi.AUTO);
        try (var client = open(settings)) {
            return client.generate(request(Message.user("Hi")), delta -> {}).text();
        }
    }

    private static ModelRequest withTools(Message... messages) {
        var schema = JsonValue.object()
                .put("type", "object")
                .put(
                        "properties",
                        JsonValue.object()
                                .put(
                                        "zone",
                                        JsonValue.object().put("type", "string").build())
                                .build())
                .build();
        return new ModelRequest(
                "m1",
                Optional.of("Be kind."),
                Arrays.asList(messages),
                List.of(
                        new ToolSpec("clock", "Tells the time.", schema),
                        new ToolSpec("calendar", "Tells the date.", schema)),
                OptionalInt.empty());
    }

    private static List<String> strings(JsonValue value) {
        var found = new ArrayList<String>();
        switch (value) {
            case JsonValue.Str(var text) -> found.add(text);
            case JsonValue.Arr(var items) -> items.forEach(item -> found.addAll(strings(item)));
            case JsonValue.Obj(var members) -> members.values().forEach(member -> found.addAll(strings(member)));
            case JsonValue.Num n -> {}
            case JsonValue.Bool b -> {}
            case JsonValue.Null n -> {}
        }
        return found;
    }
}
