package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.guardrail.GuardrailHit;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.tool.ToolResult;
import ai.zavora.testing.FakeTool;
import ai.zavora.testing.ScriptedModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Guardrails around whole turns: what is shown, stored and sent. */
final class GuardrailTurnTest {
    private static final JsonValue.Obj EMPTY = JsonValue.Obj.EMPTY;

    private static String shown(AgentFixture agent) {
        return agent.seen(TurnEvent.TextDelta.class).stream()
                .map(TurnEvent.TextDelta::text)
                .collect(Collectors.joining());
    }

    private static String stored(AgentFixture agent) {
        return agent.store.events(AgentFixture.KEY, 0, 1000).stream()
                .map(EventCodec::write)
                .collect(Collectors.joining("\n"));
    }

    private static List<String> deeds(AgentFixture agent) {
        return agent.seen(TurnEvent.Guarded.class).stream()
                .map(TurnEvent.Guarded::hit)
                .map(hit -> hit.direction().word() + "." + hit.deed())
                .toList();
    }

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

        assertThatThrownBy(() -> agent.ask("hello")).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
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
}
