package ai.zavora.core.agent;

import static ai.zavora.core.agent.Guarding.deeds;
import static ai.zavora.core.agent.Guarding.shown;
import static ai.zavora.core.agent.Guarding.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.guardrail.Direction;
import ai.zavora.core.guardrail.GuardrailBlockedException;
import ai.zavora.core.guardrail.GuardrailHit;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.session.Event;
import ai.zavora.core.tool.ToolResult;
import ai.zavora.testing.FakeTool;
import ai.zavora.testing.ScriptedModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Guardrails around whole turns: what is shown, stored and sent. */
final class GuardrailTurnTest {
    private static final JsonValue.Obj EMPTY = JsonValue.Obj.EMPTY;

    @Test
    void redactsTheAnswerWhileItStreamsAndWhereItIsStored() throws InterruptedException {
        var model = ScriptedModel.of(
                ScriptedModel.text("the ", "sec", "ret", " is a@", "b.com", " ok"), ScriptedModel.text("x"));
        var agent = new AgentFixture(model).guarding(Mode.DISABLED, Mode.REDACT);

        var result = agent.ask("hello");

        assertThat(result.answer()).isEqualTo("the [R] is [EMAIL REDACTED] ok").isEqualTo(shown(agent));
        assertThat(stored(agent)).doesNotContain("secret", "b.com");
        assertThat(deeds(agent)).containsExactly("output.redacted");
        assertThat(agent.seen(TurnEvent.Guarded.class).getFirst().hit().found().hits())
                .containsExactly("secret", "email");
        agent.ask("again");
        assertThat(model.requests().getLast().messages().toString()).doesNotContain("secret", "b.com");
    }

    @Test
    void blocksTheAnswerBeforeAnyOfItIsShown() {
        var agent = new AgentFixture(ScriptedModel.of(ScriptedModel.text("a long way to the ", "secret")))
                .guarding(Mode.DISABLED, Mode.BLOCK);

        assertThatThrownBy(() -> agent.ask("hello")).isInstanceOfSatisfying(GuardrailBlockedException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
            assertThat(e.direction()).isEqualTo(Direction.OUTPUT);
            assertThat(e).hasMessageContaining("output guardrail");
        });
        assertThat(shown(agent)).isEmpty();
        assertThat(stored(agent)).doesNotContain("long way");
        assertThat(agent.journal(Event.TurnAborted.class)).hasSize(1);
        assertThat(deeds(agent)).containsExactly("output.blocked");
    }

    @Test
    void anAllowedAnswerIsShownWhenBlockingIsOn() throws InterruptedException {
        var agent =
                new AgentFixture(ScriptedModel.of(ScriptedModel.text("all ", "fine"))).guarding(Mode.BLOCK, Mode.BLOCK);
        assertThat(agent.ask("hello").answer()).isEqualTo("all fine").isEqualTo(shown(agent));
        assertThat(deeds(agent)).isEmpty();
    }

    @Test
    void aBlockedSummaryDoesNotEndTheTurn() throws InterruptedException {
        var model = ScriptedModel.of(
                ScriptedModel.text("first"), ScriptedModel.text("a secret summary"), ScriptedModel.text("second"));
        var agent = new AgentFixture(model).guarding(Mode.DISABLED, Mode.BLOCK).within(new ContextBudget(1, 0.5));
        agent.ask("hello");
        assertThat(agent.ask("again").answer()).isEqualTo("second");
        assertThat(agent.journal(Event.Compaction.class)).isEmpty();
    }

    @Test
    void observesWithoutChangingAnything() throws InterruptedException {
        var agent = new AgentFixture(ScriptedModel.of(ScriptedModel.text("the secret")))
                .guarding(Mode.OBSERVE, Mode.OBSERVE);
        assertThat(agent.ask("hello").answer()).isEqualTo("the secret").isEqualTo(shown(agent));
        assertThat(deeds(agent)).containsExactly("output.observed");
    }

    @Test
    void redactsReasoningAndLeavesOutWhatCouldRepeatIt() throws InterruptedException {
        var sealed = Optional.of(new Part.ProviderData("p", JsonValue.of("sealed")));
        var readable = Optional.of(new Part.ProviderData("p", JsonValue.of("the secret again")));
        var agent = new AgentFixture(ScriptedModel.of(ScriptedModel.reply(new ModelReply(
                        List.of(
                                new Part.Reasoning("a secret thought", sealed),
                                new Part.Reasoning("a good thought", sealed),
                                new Part.Reasoning("", readable),
                                new Part.Text("answer")),
                        StopReason.COMPLETE,
                        ScriptedModel.USAGE,
                        "m"))))
                .guarding(Mode.DISABLED, Mode.REDACT);

        agent.ask("hello");

        var parts = agent.journal(Event.AssistantMessage.class).getFirst().parts();
        assertThat(parts.get(0)).isEqualTo(new Part.Reasoning("a [R] ", Optional.empty()));
        assertThat(stored(agent)).doesNotContain("secret");
        assertThat(agent.seen(TurnEvent.ReasoningDelta.class).toString()).doesNotContain("secret");
        assertThat(agent.journal(Event.AssistantMessage.class).getFirst().parts())
                .last()
                .isEqualTo(new Part.Text("answer"));
    }

    @Test
    void redactsToolArgumentsAndResults() throws InterruptedException {
        var tool = FakeTool.named("look")
                .withResult(new ToolResult.Ok(
                        JsonValue.object().put("found", "the secret of a@b.com").build()));
        var input = JsonValue.object().put("query", "my secret").build();
        var agent = new AgentFixture(
                        ScriptedModel.of(ScriptedModel.toolUse("c1", "look", input), ScriptedModel.text("done")), tool)
                .guarding(Mode.REDACT, Mode.REDACT);

        agent.ask("hello");

        assertThat(tool.calls())
                .containsExactly(JsonValue.object().put("query", "my [R]").build());
        assertThat(stored(agent)).doesNotContain("secret", "b.com").contains("the [R] of [EMAIL REDACTED]");
        assertThat(deeds(agent)).containsExactly("output.redacted", "input.redacted");
    }

    @Test
    void withholdsABlockedToolResult() throws InterruptedException {
        var tool = FakeTool.named("look")
                .withResult(new ToolResult.Ok(
                        JsonValue.object().put("found", "a secret").build()));
        var agent = new AgentFixture(
                        ScriptedModel.of(ScriptedModel.toolUse("c1", "look", EMPTY), ScriptedModel.text("done")), tool)
                .guarding(Mode.BLOCK, Mode.DISABLED);

        assertThat(agent.ask("hello").answer()).isEqualTo("done");

        var output = agent.journal(Event.ToolFinished.class).getFirst().output();
        assertThat(output.failed()).isTrue();
        assertThat(output.output().string("code")).contains("guardrail_blocked");
        assertThat(Json.write(output.output())).doesNotContain("a secret");
    }

    @Test
    void guardsWhatTheUserSaysBeforeItIsStored() throws InterruptedException {
        var model = ScriptedModel.of(ScriptedModel.text("fine"));
        var agent = new AgentFixture(model).guarding(Mode.REDACT, Mode.DISABLED);
        agent.askGuarded("my secret is out");
        assertThat(stored(agent)).contains("my [R] is out").doesNotContain("secret");
        assertThat(model.requests().getFirst().messages().toString()).doesNotContain("secret");
        assertThat(deeds(agent)).containsExactly("input.redacted");

        var blocked = new AgentFixture(ScriptedModel.of()).guarding(Mode.BLOCK, Mode.DISABLED);
        assertThatThrownBy(() -> blocked.askGuarded("my secret")).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
            assertThat(e.getMessage()).contains("input guardrail", "secret");
        });
        assertThat(blocked.store.list("app", "user")).isEmpty();
        assertThat(blocked.seen(TurnEvent.Guarded.class))
                .extracting(TurnEvent.Guarded::hit)
                .extracting(GuardrailHit::deed)
                .containsExactly("blocked");
    }

    @Test
    void redactsNamesAndNumbersOfToolArguments() throws InterruptedException {
        var tool = FakeTool.named("look");
        var input = JsonValue.object()
                .put("my secret", "a")
                .put("the secret", "b")
                .put("my [R]", "c")
                .put("card", 4111111111111111L)
                .put(
                        "deep",
                        JsonValue.object().put("a@b.com", 1).put("c@d.com", 2).build())
                .build();
        var agent = new AgentFixture(
                        ScriptedModel.of(ScriptedModel.toolUse("c1", "look", input), ScriptedModel.text("done")), tool)
                .guarding(Mode.DISABLED, Mode.REDACT);

        agent.ask("hello");

        assertThat(tool.calls())
                .containsExactly(JsonValue.object()
                        .put("my [R] 2", "a")
                        .put("the [R]", "b")
                        .put("my [R]", "c")
                        .put("card", "[CREDIT CARD REDACTED]")
                        .put(
                                "deep",
                                JsonValue.object()
                                        .put("[EMAIL REDACTED]", 1)
                                        .put("[EMAIL REDACTED] 2", 2)
                                        .build())
                        .build());
        assertThat(stored(agent)).doesNotContain("secret", "4111", "b.com");
        assertThat(agent.model.requests().getLast().messages().toString()).doesNotContain("secret", "4111", "b.com");
        assertThat(agent.seen(TurnEvent.Guarded.class).getFirst().hit().found().count())
                .isEqualTo(5);
    }

    @Test
    void blocksNamesAndNumbersOfToolArguments() {
        for (var input : List.of(
                JsonValue.object().put("my secret", 1).build(),
                JsonValue.object().put("n", 4111111111111111L).build())) {
            var tool = FakeTool.named("look");
            var agent = new AgentFixture(ScriptedModel.of(ScriptedModel.toolUse("c1", "look", input)), tool)
                    .guarding(Mode.DISABLED, Mode.BLOCK);
            assertThatThrownBy(() -> agent.ask("hello")).isInstanceOf(ZavoraException.class);
            assertThat(tool.calls()).isEmpty();
            assertThat(stored(agent)).doesNotContain("secret", "4111");
        }
    }

    @Test
    void namesThatAToolDeclaresStay() throws Exception {
        var schema = Json.parse("{\"type\":\"object\",\"properties\":{\"secret\":{\"type\":\"string\"}}}");
        var tool = FakeTool.named("secret").withSchema((JsonValue.Obj) schema);
        var input = JsonValue.object().put("secret", "plain").build();
        var agent = new AgentFixture(
                        ScriptedModel.of(ScriptedModel.toolUse("c1", "secret", input), ScriptedModel.text("done")),
                        tool)
                .guarding(Mode.BLOCK, Mode.REDACT);
        agent.ask("hello");
        assertThat(tool.calls()).containsExactly(input);
        assertThat(deeds(agent)).isEmpty();
    }

    @Test
    void aToolNameWithFindsIsNeitherStoredNorRun() throws InterruptedException {
        var tool = FakeTool.named("redacted_tool");
        var agent = new AgentFixture(
                        ScriptedModel.of(ScriptedModel.toolUse("c1", "my secret", EMPTY), ScriptedModel.text("done")),
                        tool)
                .guarding(Mode.DISABLED, Mode.REDACT);
        agent.ask("hello");
        assertThat(tool.calls()).isEmpty();
        assertThat(stored(agent)).doesNotContain("secret").contains("redacted_tool_", "unknown_tool");
        assertThat(deeds(agent)).containsExactly("output.redacted");

        var blocking = new AgentFixture(ScriptedModel.of(ScriptedModel.toolUse("c1", "my secret", EMPTY)))
                .guarding(Mode.DISABLED, Mode.BLOCK);
        assertThatThrownBy(() -> blocking.ask("hello")).isInstanceOf(ZavoraException.class);
        assertThat(stored(blocking)).doesNotContain("secret");
    }

    private static AgentFixture withHistory(ScriptedModel model) throws InterruptedException {
        var agent = new AgentFixture(model);
        agent.ask("my secret is out");
        return agent;
    }

    @Test
    void redactsHistoryThatWasRecordedWithoutAGuardrail() throws InterruptedException {
        var model = ScriptedModel.of(
                ScriptedModel.text("a secret, mail a@b.com"),
                ScriptedModel.text("second"),
                ScriptedModel.text("third"),
                ScriptedModel.text("fourth"));
        var agent = withHistory(model).guarding(Mode.REDACT, Mode.DISABLED);
        agent.askGuarded("again");
        agent.askGuarded("and again");

        for (var request : model.requests().subList(1, 3)) {
            assertThat(request.messages().toString())
                    .contains("my [R] is out", "a [R], mail [EMAIL REDACTED]", "again")
                    .doesNotContain("secret", "b.com");
        }
        assertThat(stored(agent)).contains("my secret is out", "a@b.com");
        assertThat(agent.seen(TurnEvent.Guarded.class))
                .extracting(event -> event.hit().found().count())
                .as("told once in a process")
                .containsExactly(3L);
        agent.reopened().askGuarded("once more");
        assertThat(model.requests().getLast().messages().toString()).doesNotContain("secret");
        assertThat(deeds(agent)).containsExactly("input.redacted", "input.redacted");
    }

    @Test
    void refusesATurnWhoseHistoryHoldsWhatIsBlocked() throws InterruptedException {
        var model = ScriptedModel.of(ScriptedModel.text("fine"));
        var agent = withHistory(model).guarding(Mode.BLOCK, Mode.DISABLED);
        for (var round = 0; round < 2; round++) {
            assertThatThrownBy(() -> agent.askGuarded("again"))
                    .isInstanceOfSatisfying(GuardrailBlockedException.class, e -> {
                        assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
                        assertThat(e.direction()).isEqualTo(Direction.INPUT);
                        assertThat(e).hasMessageContaining("earlier conversation");
                        assertThat(e.hint()).contains("new session", "fork");
                    });
        }
        assertThat(model.requests()).hasSize(1);
        assertThat(deeds(agent)).containsExactly("input.blocked", "input.blocked");
    }

    @Test
    void observesHistoryOnce() throws InterruptedException {
        var tool = FakeTool.named("look")
                .withResult(new ToolResult.Ok(
                        JsonValue.object().put("found", "the secret").build()));
        var model = ScriptedModel.of(
                ScriptedModel.text("fine"),
                ScriptedModel.toolUse("c1", "look", EMPTY),
                ScriptedModel.text("my secret answer"),
                ScriptedModel.text("third"));
        var agent = new AgentFixture(model, tool);
        agent.ask("my secret is out");
        agent.guarding(Mode.OBSERVE, Mode.DISABLED);
        agent.askGuarded("a secret again");
        agent.askGuarded("more");
        assertThat(agent.seen(TurnEvent.Guarded.class))
                .as("the new input, the history, the tool result; each once")
                .extracting(event -> event.hit().found().count())
                .containsExactly(1L, 1L, 1L);
        assertThat(model.requests().getLast().messages().toString()).contains("my secret is out");
    }

    @Test
    void whatTheModelSaidItselfDoesNotStopAChat() throws InterruptedException {
        var model = ScriptedModel.of(ScriptedModel.text("a secret"), ScriptedModel.text("second"));
        var agent = new AgentFixture(model).guarding(Mode.BLOCK, Mode.DISABLED);
        agent.askGuarded("hello");
        assertThat(agent.askGuarded("again").answer()).isEqualTo("second");
        assertThatThrownBy(() -> agent.reopened().askGuarded("once more")).isInstanceOf(ZavoraException.class);
    }
}
