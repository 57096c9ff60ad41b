package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.ScriptedModel;
import java.util.List;
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
    void aSummaryInTheWordsOfTheModelDoesNotStopAChat() throws InterruptedException {
        var agent = new AgentFixture(answering("first", "a secret summary", "second"))
                .guarding(Mode.BLOCK, Mode.DISABLED)
                .within(new ContextBudget(1_000, 0.0));
        agent.askGuarded("hello, and more than a summary says");
        assertThat(agent.askGuarded("again").answer()).isEqualTo("second");
        assertThat(agent.model.requests().getLast().messages().toString()).contains("a [R] summary");
    }
}
