package ai.zavora.core.agent;

import static ai.zavora.core.agent.AgentFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.session.Event;
import ai.zavora.testing.FakeTool;
import ai.zavora.testing.Gate;
import ai.zavora.testing.ScriptedModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgentTest {

    private static final JsonValue.Obj NO_ARGUMENTS = JsonValue.Obj.EMPTY;

    @Test
    void streamsAnAnswerAndJournalsTheTurn() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(ScriptedModel.text("Hel", "lo")));

        var result = fixture.ask("hi");

        assertThat(result.answer()).isEqualTo("Hello");
        assertThat(fixture.model.requests()).hasSize(1);
        assertThat(fixture.seen(TurnEvent.TextDelta.class))
                .extracting(TurnEvent.TextDelta::text)
                .containsExactly("Hel", "lo");
        assertThat(fixture.journal())
                .extracting(body -> body.getClass().getSimpleName())
                .containsExactly("UserMessage", "AssistantMessage", "TurnCompleted");
    }

    @Test
    void laterTurnsCarryEarlierOnes() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(ScriptedModel.text("one"), ScriptedModel.text("two")));

        fixture.ask("first");
        fixture.ask("second");

        assertThat(fixture.model.requests().get(1).messages())
                .containsExactly(
                        Message.user("first"),
                        new Message(Role.ASSISTANT, List.of(new Part.Text("one"))),
                        Message.user("second"));
    }

    @Test
    void toolOutputsGoBackToTheModelInCallOrder() throws InterruptedException {
        var a = FakeTool.named("a");
        var b = FakeTool.named("b");
        var fixture = new AgentFixture(
                ScriptedModel.of(ScriptedModel.toolUses(use("1", "a"), use("2", "b")), ScriptedModel.text("done")),
                a,
                b);

        var result = fixture.ask("go");

        assertThat(result.answer()).isEqualTo("done");
        assertThat(result.toolCalls()).isEqualTo(2);
        assertThat(result.usage().total()).isEqualTo(2 * ScriptedModel.USAGE.total());
        var outputs = fixture.model.requests().get(1).messages().getLast();
        assertThat(outputs.role()).isEqualTo(Role.TOOL);
        assertThat(outputs.parts())
                .extracting(part -> ((Part.ToolOutput) part).callId())
                .containsExactly("1", "2");
    }

    @Test
    void startIsInTheJournalBeforeTheToolRuns() throws InterruptedException {
        var journalAtCall = new CompletableFuture<List<Event.ToolStarted>>();
        var holder = new AgentFixture[1];
        var tool = FakeTool.named("a").withAction(arguments -> {
            journalAtCall.complete(holder[0].journal(Event.ToolStarted.class));
            return new ai.zavora.core.tool.ToolResult.Ok(NO_ARGUMENTS);
        });
        holder[0] = new AgentFixture(
                ScriptedModel.of(ScriptedModel.toolUse("1", "a", NO_ARGUMENTS), ScriptedModel.text("ok")), tool);

        holder[0].ask("go");

        assertThat(journalAtCall.join()).hasSize(1);
    }

    @Test
    void interruptionClosesOpenCallsAndTheTurn() throws Exception {
        var gate = new Gate();
        var tool = FakeTool.named("slow").withGate(gate);
        var fixture =
                new AgentFixture(ScriptedModel.of(ScriptedModel.toolUses(use("1", "slow"), use("2", "slow"))), tool);
        var thrown = new CompletableFuture<Throwable>();
        var turn = Thread.ofVirtual().start(() -> {
            try {
                fixture.ask("go");
            } catch (InterruptedException | RuntimeException e) {
                thrown.complete(e);
            }
        });
        gate.awaitReached();

        turn.interrupt();

        assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(fixture.journal(Event.ToolFinished.class))
                .extracting(finished -> finished.output().output().string("code"))
                .containsExactly(Optional.of("outcome_unknown"), Optional.of("outcome_unknown"));
        assertThat(fixture.journal().getLast()).isEqualTo(new Event.TurnAborted("interrupted"));
    }

    @Test
    void aCrashedTurnIsClosedAtTheNextAndTold() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(ScriptedModel.text("hello again")), FakeTool.named("a"));
        leaveBehind(fixture, new Event.ToolStarted(new ai.zavora.core.policy.ToolCall("1", "a", NO_ARGUMENTS)));

        fixture.ask("go on");

        var messages = fixture.model.requests().getFirst().messages();
        assertThat(messages).extracting(Message::role).containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.USER);
        var output = (Part.ToolOutput) messages.get(2).parts().getFirst();
        assertThat(output.output().string("code")).contains("outcome_unknown");
        assertThat(fixture.seen(TurnEvent.Notice.class)).hasSize(1);
        assertThat(fixture.journal()).contains(new Event.TurnAborted("crashed"));
    }

    @Test
    void anUnansweredPromptDoesNotRunIntoTheNext() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(ScriptedModel.text("hello again")));
        Journal.open(fixture.store, KEY, fixture.clock).append(new Event.UserMessage(List.of(new Part.Text("first"))));

        fixture.ask("second");

        assertThat(fixture.model.requests().getFirst().messages())
                .containsExactly(new Message(
                        Role.USER, List.of(new Part.Text("first"), new Part.Text("\n\n"), new Part.Text("second"))));
    }

    @Test
    void aCallThatNeverStartedIsClosedAsNotRun() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(ScriptedModel.text("hello again")), FakeTool.named("a"));
        leaveBehind(fixture);

        fixture.ask("go on");

        assertThat(fixture.journal(Event.ToolFinished.class)
                        .getFirst()
                        .output()
                        .output()
                        .string("code"))
                .contains("not_run");
    }

    @Test
    void aPromptWhoseReplyWasWithheldIsNotSentAgain() throws InterruptedException {
        var withheld = new ModelReply(List.of(), StopReason.CONTENT_FILTER, ScriptedModel.USAGE, "model-1");
        var fixture = new AgentFixture(ScriptedModel.of(ScriptedModel.reply(withheld), ScriptedModel.text("fine")));

        assertThatThrownBy(() -> fixture.ask("a bad word")).isInstanceOf(ZavoraException.class);
        fixture.ask("harmless");

        assertThat(fixture.model.requests().getLast().messages()).containsExactly(Message.user("harmless"));
    }

    @Test
    void noCallOfAWithheldReplyRuns() throws InterruptedException {
        var tool = FakeTool.named("a");
        var parts = List.<Part>of(use("1", "a"));
        var withheld = new ModelReply(parts, StopReason.CONTENT_FILTER, ScriptedModel.USAGE, "model-1");
        var fixture =
                new AgentFixture(ScriptedModel.of(ScriptedModel.reply(withheld), ScriptedModel.text("fine")), tool);

        assertThatThrownBy(() -> fixture.ask("a bad word")).isInstanceOf(ZavoraException.class);
        fixture.ask("harmless");

        assertThat(fixture.journal(Event.ToolStarted.class)).isEmpty();
        assertThat(fixture.journal(Event.ToolFinished.class)).hasSize(1);
        assertThat(fixture.model.requests().getLast().messages()).containsExactly(Message.user("harmless"));
    }

    @Test
    void aPromptThatWasAnsweredWithNothingIsNotSentAgain() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(ScriptedModel.nothing(), ScriptedModel.text("fine")));

        fixture.ask("one");
        fixture.ask("two");

        assertThat(fixture.model.requests().getLast().messages()).containsExactly(Message.user("two"));
    }

    @Test
    void aRequestThatIsInterruptedIsToldAsSuch() {
        var fixture = new AgentFixture(ScriptedModel.of((_, _) -> {
            throw new InterruptedException();
        }));

        assertThatThrownBy(() -> fixture.ask("one")).isInstanceOf(InterruptedException.class);

        assertThat(fixture.seen(TurnEvent.ModelInterrupted.class)).hasSize(1);
    }

    @Test
    void aReplyThatCannotBeStoredWasPaidFor() {
        var holder = new AgentFixture[1];
        var fixture = new AgentFixture(ScriptedModel.of((request, onDelta) -> {
            // another process takes the session over
            Journal.open(holder[0].store, KEY, holder[0].clock)
                    .append(new Event.UserMessage(List.of(new Part.Text("other"))));
            return ScriptedModel.text("done").play(request, onDelta);
        }));
        holder[0] = fixture;

        assertThatThrownBy(() -> fixture.ask("one")).isInstanceOf(ZavoraException.class);

        assertThat(fixture.seen(TurnEvent.ModelReplied.class)).hasSize(1);
        assertThat(fixture.seen(TurnEvent.ModelInterrupted.class)).isEmpty();
    }

    @Test
    void aTurnThatFailedInItsReplyStaysInTheConversation() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(
                ScriptedModel.fails(ModelException.Reason.UNREACHABLE, "Well, "), ScriptedModel.text("done")));

        assertThatThrownBy(() -> fixture.ask("one")).isInstanceOf(ZavoraException.class);
        fixture.ask("two");

        assertThat(fixture.model.requests().getLast().messages())
                .containsExactly(new Message(
                        Role.USER, List.of(new Part.Text("one"), new Part.Text("\n\n"), new Part.Text("two"))));
        assertThat(fixture.journal(Event.TurnAborted.class)).containsExactly(new Event.TurnAborted("broken_off"));
    }

    @Test
    void aTurnThatFailedBeforeAnyReplyIsNotSentAgain() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(
                ScriptedModel.fails(ModelException.Reason.CONTEXT_OVERFLOW), ScriptedModel.text("fine")));

        assertThatThrownBy(() -> fixture.ask("far too long"))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT));
        fixture.ask("short");

        assertThat(fixture.model.requests().get(1).messages()).containsExactly(Message.user("short"));
        assertThat(fixture.journal()).contains(new Event.TurnAborted("failed"));
        assertThat(fixture.seen(TurnEvent.ModelFailed.class)).hasSize(1);
    }

    @Test
    void endlessToolUseEndsAtTheStepLimit() {
        var use = ScriptedModel.toolUse("1", "a", NO_ARGUMENTS);
        var fixture = new AgentFixture(ScriptedModel.of(use, use, use), FakeTool.named("a")).withMaxSteps(3);

        assertThatThrownBy(() -> fixture.ask("go"))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOOLING));
        assertThat(fixture.journal().getLast()).isEqualTo(new Event.TurnAborted("failed"));
    }

    @Test
    void turnsOfOneSessionWaitForEachOther() throws Exception {
        var gate = new Gate();
        var fixture = new AgentFixture(
                ScriptedModel.of(ScriptedModel.waits(gate, ScriptedModel.text("first")), ScriptedModel.text("second")));
        var agent = fixture.agent();
        var first = CompletableFuture.supplyAsync(() -> answer(agent, "a"));
        gate.awaitReached();
        var second = CompletableFuture.supplyAsync(() -> answer(agent, "b"));

        gate.open();

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo("second");
        assertThat(fixture.model.requests().get(1).messages()).hasSize(3);
    }

    private static String answer(Agent agent, String prompt) {
        try {
            return agent.run(KEY, UserInput.text(prompt), event -> {}).answer();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a process leaves in the journal when it dies after the model asked for tool "a". */
    private static void leaveBehind(AgentFixture fixture, Event.Body... after) {
        var journal = Journal.open(fixture.store, KEY, fixture.clock);
        journal.append(
                new Event.UserMessage(List.of(new Part.Text("do it"))),
                new Event.AssistantMessage(
                        List.of(use("1", "a")),
                        ai.zavora.core.llm.StopReason.TOOL_USE,
                        ScriptedModel.USAGE,
                        "scripted",
                        "model-1"));
        journal.append(after);
    }

    private static Part.ToolUse use(String id, String tool) {
        return new Part.ToolUse(id, tool, NO_ARGUMENTS, Optional.empty());
    }
}
