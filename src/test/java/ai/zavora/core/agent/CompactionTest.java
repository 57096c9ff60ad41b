package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import ai.zavora.testing.ScriptedModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactionTest {

    /** 75 % of it are 3,000 tokens, of which 1,500 count as overhead: 6,000 bytes fit. */
    private static final ContextBudget SMALL = new ContextBudget(4000, 0.75);

    private static final String LONG = "x".repeat(5000);

    @Test
    void olderTurnsAreShownAsTheirSummaryOnceTheyPassTheBudget() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(
                        ScriptedModel.text("ok"), ScriptedModel.text("They said x."), ScriptedModel.text("done")))
                .within(SMALL);

        fixture.ask(LONG);
        var result = fixture.ask("y".repeat(2000));

        assertThat(fixture.model.requests().get(2).messages())
                .containsExactly(new Message(
                        Role.USER,
                        List.of(
                                new Part.Text("[Summary of the conversation so far]\nThey said x."),
                                new Part.Text("\n\n"),
                                new Part.Text("y".repeat(2000)))));
        assertThat(fixture.journal(Event.UserMessage.class)).hasSize(2);
        assertThat(fixture.journal(Event.Compaction.class))
                .containsExactly(new Event.Compaction("They said x.", 3, ScriptedModel.USAGE));
        assertThat(fixture.seen(TurnEvent.Notice.class)).hasSize(1);
        assertThat(fixture.seen(TurnEvent.ModelRequestStarted.class)).hasSize(3);
        assertThat(fixture.seen(TurnEvent.ModelReplied.class)).hasSize(3);
        assertThat(fixture.seen(TurnEvent.TextDelta.class)).as("of the answers").hasSize(2);
        assertThat(result.usage().total()).isEqualTo(2 * ScriptedModel.USAGE.total());
    }

    /** A model of another script fills its window with fewer characters. */
    @Test
    void whatMattersIsHowManyTokensTheCharactersTake() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(
                        ScriptedModel.text("ok"), ScriptedModel.text("They said \u6211."), ScriptedModel.text("done")))
                .within(SMALL);

        fixture.ask("\u6211".repeat(1800));
        fixture.ask("\u6211".repeat(400));

        assertThat(fixture.journal(Event.Compaction.class)).hasSize(1);
    }

    @Test
    void aPictureCountsWithWhatItCostsAndNotWithItsLength() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(ScriptedModel.text("a"), ScriptedModel.text("red")))
                .within(new ContextBudget(8000, 0.75));
        var picture = new UserInput(List.of(new Part.Image("image/png", "A".repeat(600_000))), TurnTerms.NONE);

        fixture.agent().run(AgentFixture.KEY, picture, fixture.seen::add);
        fixture.ask("what colour");

        assertThat(fixture.journal(Event.Compaction.class)).isEmpty();
        assertThat(fixture.model.requests().getLast().messages().getFirst().parts())
                .isEqualTo(picture.parts());
    }

    @Test
    void aConversationWithinTheBudgetIsLeftAlone() throws InterruptedException {
        var fixture =
                new AgentFixture(ScriptedModel.of(ScriptedModel.text("a"), ScriptedModel.text("b"))).within(SMALL);

        fixture.ask("short");
        fixture.ask("short");

        assertThat(fixture.journal(Event.Compaction.class)).isEmpty();
    }

    @Test
    void toolCallsAreSummarisedWithTheirOutputsAndWithoutOfferingTools() throws InterruptedException {
        var fixture = new AgentFixture(
                        ScriptedModel.of(
                                ScriptedModel.toolUse("1", "a", JsonValue.Obj.EMPTY),
                                ScriptedModel.text("ok"),
                                ScriptedModel.text("summary"),
                                ScriptedModel.text("done")),
                        FakeTool.named("a"))
                .within(SMALL);

        fixture.ask(LONG);
        fixture.ask("y".repeat(2000));

        var summarised = fixture.model.requests().get(2);
        assertThat(summarised.tools()).isEmpty();
        var transcript = (Part.Text) summarised.messages().getFirst().parts().getFirst();
        assertThat(transcript.text()).contains("Assistant calls a: {}", "a returns: {\"ok\":true}");
    }

    @Test
    void aSummaryThatFailsDoesNotStopTheTurn() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(
                        ScriptedModel.text("ok"),
                        ScriptedModel.fails(ModelException.Reason.SERVER_ERROR),
                        ScriptedModel.text("done")))
                .within(SMALL);

        fixture.ask(LONG);

        assertThat(fixture.ask("y".repeat(2000)).answer()).isEqualTo("done");
        assertThat(fixture.model.requests().get(2).messages()).hasSize(3);
    }

    @Test
    void aSummaryThatIsNotWholeReplacesNothing() throws InterruptedException {
        var part = List.<Part>of(new Part.Text("They said"));
        for (var summary : List.of(
                ScriptedModel.nothing(),
                ScriptedModel.reply(new ModelReply(part, StopReason.MAX_TOKENS, ScriptedModel.USAGE, "m")),
                ScriptedModel.reply(new ModelReply(part, StopReason.CONTENT_FILTER, ScriptedModel.USAGE, "m")),
                ScriptedModel.reply(new ModelReply(part, StopReason.OTHER, ScriptedModel.USAGE, "m")))) {
            var fixture = new AgentFixture(
                            ScriptedModel.of(ScriptedModel.text("ok"), summary, ScriptedModel.text("done")))
                    .within(SMALL);

            fixture.ask(LONG);
            fixture.ask("y".repeat(2000));

            assertThat(fixture.journal(Event.Compaction.class)).isEmpty();
            assertThat(fixture.model.requests().get(2).messages()).hasSize(3);
            assertThat(fixture.seen(TurnEvent.Notice.class))
                    .singleElement()
                    .satisfies(notice -> assertThat(notice.message().full()).contains("could not be summarised"));
        }
    }

    @Test
    void aSummaryThatMakesNoRoomReplacesNothing() throws InterruptedException {
        // longer than the turns it would stand for; and shorter, but too long beside the prompt
        for (var length : List.of(5100, 4900)) {
            var fixture = new AgentFixture(ScriptedModel.of(
                            ScriptedModel.text("ok"),
                            ScriptedModel.text("s".repeat(length)),
                            ScriptedModel.text("done")))
                    .within(SMALL);

            fixture.ask(LONG);
            fixture.ask("y".repeat(length == 5100 ? 2000 : 12_000));

            assertThat(fixture.journal(Event.Compaction.class)).isEmpty();
            assertThat(fixture.model.requests().get(2).messages()).hasSize(3);
            assertThat(fixture.seen(TurnEvent.Notice.class)).hasSize(1);
        }
    }

    @Test
    void turnsThatWereCutOffAreSummarisedToo() throws InterruptedException {
        var fixture = new AgentFixture(new ScriptedModel()).within(SMALL);

        cutOff(fixture, "a".repeat(4000));
        fixture.model.then(ScriptedModel.text("They said a."));
        cutOff(fixture, "b".repeat(4000));
        fixture.model.then(ScriptedModel.text("They said a and b."), ScriptedModel.text("done"));
        fixture.ask("c".repeat(4000));

        assertThat(fixture.model.requests().get(3).messages())
                .containsExactly(Message.user(
                        "User: [Summary of the conversation so far]\nThey said a.\nUser: " + "b".repeat(4000) + "\n"));
        assertThat(texts(fixture, 4))
                .containsExactly("[Summary of the conversation so far]\nThey said a and b.", "\n\n", "c".repeat(4000));
    }

    @Test
    void aPromptIsKeptWhenItsTurnIsCutOffWhileEarlierOnesAreSummarised() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(ScriptedModel.text("ok"))).within(SMALL);

        fixture.ask(LONG);
        cutOff(fixture, "y".repeat(2000));
        fixture.model.then(ScriptedModel.text("They said x and y."), ScriptedModel.text("done"));
        fixture.ask("z".repeat(2000));

        assertThat(fixture.journal(Event.TurnAborted.class)).containsExactly(new Event.TurnAborted("interrupted"));
        assertThat(texts(fixture, 2)).singleElement().asString().contains("y".repeat(2000));
        assertThat(texts(fixture, 3))
                .containsExactly("[Summary of the conversation so far]\nThey said x and y.", "\n\n", "z".repeat(2000));
    }

    /** As after a kill: nothing is written once the summary is. */
    @Test
    void aTurnThatDiesBehindItsSummaryIsClosedByTheNext() throws InterruptedException {
        var fixture = new AgentFixture(
                        ScriptedModel.of(ScriptedModel.text("ok"), ScriptedModel.text("They said x."), (_, _) -> {
                            throw new AssertionError("dies");
                        }))
                .within(SMALL);

        fixture.ask(LONG);
        assertThatThrownBy(() -> fixture.ask("y".repeat(2000))).isInstanceOf(AssertionError.class);
        fixture.model.then(ScriptedModel.text("done"));
        fixture.ask("z");

        assertThat(fixture.journal(Event.TurnAborted.class)).containsExactly(new Event.TurnAborted("crashed"));
        assertThat(texts(fixture, 3))
                .containsExactly(
                        "[Summary of the conversation so far]\nThey said x.", "\n\n", "y".repeat(2000), "\n\n", "z");
    }

    @Test
    void aSummaryAloneIsNotSummarisedAgain() throws InterruptedException {
        var fixture = new AgentFixture(ScriptedModel.of(
                        ScriptedModel.text("ok"),
                        ScriptedModel.text("s".repeat(4000)),
                        ScriptedModel.fails(ModelException.Reason.BAD_REQUEST),
                        ScriptedModel.text("done")))
                .within(SMALL);

        fixture.ask(LONG);
        assertThatThrownBy(() -> fixture.ask("y".repeat(4000))).isInstanceOf(ZavoraException.class);
        fixture.ask("y".repeat(4000));

        assertThat(fixture.journal(Event.Compaction.class)).hasSize(1);
    }

    @Test
    void howMuchIsSummarisedDoesNotDependOnTheThreshold() throws InterruptedException {
        for (var threshold : List.of(0.0, 0.75, 1.0)) {
            var fixture = new AgentFixture(ScriptedModel.of(
                            ScriptedModel.text("ok"), ScriptedModel.text("short"), ScriptedModel.text("done")))
                    .within(new ContextBudget(4000, threshold));

            fixture.ask(LONG + "z".repeat(15_000));
            fixture.ask("y");

            assertThat(texts(fixture, 1)).singleElement().satisfies(transcript -> assertThat(transcript)
                    .startsWith("User: xxx")
                    .endsWith("zzz\nAssistant: ok\n")
                    .hasSizeBetween(11_900, 12_000));
        }
    }

    private static void cutOff(AgentFixture fixture, String prompt) {
        fixture.model.then((_, _) -> {
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> fixture.ask(prompt)).isInstanceOf(InterruptedException.class);
    }

    private static List<String> texts(AgentFixture fixture, int request) {
        return fixture.model.requests().get(request).messages().stream()
                .flatMap(message -> message.parts().stream())
                .map(part -> ((Part.Text) part).text())
                .toList();
    }
}
