package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.Part;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.FakeTool;
import ai.zavora.testing.ScriptedModel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a process remembers of conversations that it looked at: whatever comes between two turns of a session. */
final class GuardedHistoryTest {
    private static final SessionKey OTHER = new SessionKey("app", "user", "other");

    private static ScriptedModel answering(String... answers) {
        var model = ScriptedModel.of();
        for (var answer : answers) {
            model.then(ScriptedModel.text(answer));
        }
        return model;
    }

    private static List<Long> counts(AgentFixture agent) {
        return agent.seen(TurnEvent.Guarded.class).stream()
                .map(event -> event.hit().found().count())
                .toList();
    }

    @Test
    void whatTheModelSaidDoesNotStopAChatThatGoesOnWithAnotherModel() throws InterruptedException {
        var agent = new AgentFixture(answering("a secret", "second")).guarding(Mode.BLOCK, Mode.DISABLED);
        agent.askGuarded("hello");
        assertThat(agent.switched().askGuarded("again").answer()).isEqualTo("second");
    }

    @Test
    void whatTheModelSaidDoesNotStopASessionBesideOthers() throws InterruptedException {
        var agent = new AgentFixture(answering("a secret", "other", "second")).guarding(Mode.BLOCK, Mode.DISABLED);
        agent.askGuarded("hello");
        agent.askGuarded(OTHER, "something else");
        assertThat(agent.askGuarded("again").answer()).isEqualTo("second");
    }

    @Test
    void aFindIsToldOnceWhateverComesBetween() throws InterruptedException {
        var agent = new AgentFixture(answering("first", "second", "other", "third", "fourth"));
        agent.ask("my secret is out");
        agent.guarding(Mode.REDACT, Mode.DISABLED);
        agent.askGuarded("again");
        agent.askGuarded(OTHER, "something else");
        agent.askGuarded("and again");
        agent.switched().askGuarded("once more");

        assertThat(counts(agent)).containsExactly(1L);
        assertThat(agent.model.requests().getLast().messages().toString())
                .contains("my [R] is out")
                .doesNotContain("secret");
    }

    private static final Part PICTURE = new Part.Image("image/png", "aGVsbG8=");

    private static UserInput said(Object... parts) {
        return new UserInput(
                Stream.of(parts)
                        .map(part -> part instanceof Part picture ? picture : new Part.Text((String) part))
                        .toList(),
                TurnTerms.NONE);
    }

    @Test
    void aPicturePartsTheTextAroundIt() throws InterruptedException {
        var agent = new AgentFixture(answering("first", "second"));
        agent.agent().run(OTHER, said("look at this", PICTURE, "secret is out", PICTURE, "see"), _ -> {});
        agent.guarding(Mode.REDACT, Mode.DISABLED);

        agent.askGuarded(OTHER, "go on");

        assertThat(counts(agent)).containsExactly(1L);
        assertThat(agent.model.requests().getLast().messages().getFirst().parts())
                .containsExactlyElementsOf(said("look at this", PICTURE, "[R] is out", PICTURE, "see")
                        .parts());
    }

    @Test
    void anUnansweredPromptIsObservedOnceWithWhatFollowsIt() throws InterruptedException {
        var agent = new AgentFixture(ScriptedModel.of()
                .then((_, _) -> {
                    throw new InterruptedException();
                })
                .then(ScriptedModel.fails(ModelException.Reason.BAD_REQUEST))
                .then(ScriptedModel.fails(ModelException.Reason.BAD_REQUEST))
                .then(ScriptedModel.text("answer")));
        assertThatThrownBy(() -> agent.agent().run(OTHER, said("my secret is out", PICTURE), _ -> {}))
                .isInstanceOf(InterruptedException.class);
        agent.guarding(Mode.OBSERVE, Mode.DISABLED);
        for (var prompt : List.of("bad one", "bad two")) {
            assertThatThrownBy(() -> agent.askGuarded(OTHER, said(prompt))).isInstanceOf(ZavoraException.class);
        }

        agent.askGuarded(OTHER, said("go on"));

        assertThat(agent.model.requests().getLast().messages().toString()).contains("my secret is out");
        assertThat(counts(agent)).containsExactly(1L);
    }

    /** Its id is one that the history has another for, as providers would refuse it. */
    @Test
    void theCallOfAModelDoesNotStopAChatWhoseNextRequestFailed() throws InterruptedException {
        var input = JsonValue.object().put("version", "a secret").build();
        var agent = new AgentFixture(ScriptedModel.of(
                        ScriptedModel.toolUse("c:2 é/x", "none", input),
                        ScriptedModel.fails(ModelException.Reason.BAD_REQUEST),
                        ScriptedModel.text("answer")))
                .guarding(Mode.BLOCK, Mode.DISABLED);
        assertThatThrownBy(() -> agent.askGuarded("hello")).isInstanceOf(ZavoraException.class);

        assertThat(agent.askGuarded("again").answer()).isEqualTo("answer");
    }

    @Test
    void whatASummaryIsMadeOfIsObserved() throws InterruptedException {
        var agent = new AgentFixture(answering("first", "a summary", "second", "third"));
        agent.ask("my secret is out, and this is more than a summary says");
        agent.guarding(Mode.OBSERVE, Mode.DISABLED).within(new ContextBudget(1_000, 0.0));

        agent.askGuarded("again");

        assertThat(agent.model.requests().get(1).messages().toString()).contains("my secret is out");
        assertThat(counts(agent)).containsExactly(1L);
    }

    @Test
    void whatASummaryIsMadeOfIsToldOnce() throws InterruptedException {
        for (var mode : List.of(Mode.OBSERVE, Mode.REDACT)) {
            var agent = new AgentFixture(answering("a secret answer", "a summary", "second", "a summary", "third"))
                    .guarding(mode, Mode.DISABLED);
            agent.askGuarded("my secret is out, and this is more than a summary says");
            agent.within(new ContextBudget(1_000, 0.0));
            agent.askGuarded("again, with more than a summary says");
            agent.askGuarded("and again");

            assertThat(agent.model.requests()).as(mode.toString()).hasSize(5);
            // under redact what the model said itself is history to be told of
            assertThat(counts(agent))
                    .as(mode.toString())
                    .containsExactlyElementsOf(mode == Mode.OBSERVE ? List.of(1L) : List.of(1L, 1L));
        }
    }

    @Test
    void theNameOfAToolOnOfferIsNoFindInASummary() throws InterruptedException {
        var none = JsonValue.object().build();
        var agent = new AgentFixture(
                ScriptedModel.of(
                        ScriptedModel.toolUse("c1", "secret", none),
                        ScriptedModel.text("first, with more than a summary says"),
                        ScriptedModel.text("a summary"),
                        ScriptedModel.text("second")),
                FakeTool.named("secret"));
        agent.ask("hello, and more than a summary says");
        agent.guarding(Mode.OBSERVE, Mode.DISABLED).within(new ContextBudget(1_000, 0.0));

        agent.askGuarded("again");

        assertThat(agent.model.requests()).hasSize(4);
        assertThat(counts(agent)).isEmpty();
    }

    /** What is left of a key whose beginning is cut out is not known as one. */
    @Test
    void ofALongMessageThatIsShortenedForASummaryNoPartOfAKeyGoesOut() throws InterruptedException {
        var line = "Zq9canary8Xw7Vu6Ts5Rq4Po3".repeat(2);
        var label = "PRIVATE KEY-----\n";
        var key = "-----BEGIN " + label + (line + "\n").repeat(100) + "-----END " + label;
        for (var mode : List.of(Mode.REDACT, Mode.BLOCK)) {
            var agent = new AgentFixture(answering("first", "a summary", "second"));
            agent.ask("log ".repeat(600) + key);
            agent.guarding(mode, Mode.DISABLED).within(new ContextBudget(1_000, 0.0));

            agent.askGuarded("again");

            assertThat(agent.model.requests().get(1).messages().toString())
                    .as(mode.toString())
                    .contains("log log")
                    .doesNotContain(line);
        }
    }

    @Test
    void aSummaryInTheWordsOfTheModelDoesNotStopAChat() throws InterruptedException {
        var agent = new AgentFixture(answering("first", "a secret summary", "second"))
                .guarding(Mode.BLOCK, Mode.DISABLED)
                .within(new ContextBudget(1_000, 0.0));
        agent.askGuarded("hello, and more than a summary says");
        assertThat(agent.askGuarded("again").answer()).isEqualTo("second");
        assertThat(agent.model.requests().getLast().messages().toString()).contains("a [R] summary");
    }
}
