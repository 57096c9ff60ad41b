package ai.zavora.core.agent;

import static ai.zavora.core.agent.Guarding.deeds;
import static ai.zavora.core.agent.Guarding.shown;
import static ai.zavora.core.agent.Guarding.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.session.Event;
import ai.zavora.testing.FakeTool;
import ai.zavora.testing.ScriptedModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guardrails over the steps of a turn, each of which the model begins anew. */
final class GuardrailStepsTest {
    private static final JsonValue.Obj EMPTY = JsonValue.Obj.EMPTY;

    /** Says a text and asks for a tool. */
    private static ScriptedModel.Turn step(String text) {
        return ScriptedModel.reply(new ModelReply(
                List.of(new Part.Text(text), new Part.ToolUse("c" + text.length(), "look", EMPTY, Optional.empty())),
                StopReason.TOOL_USE,
                ScriptedModel.USAGE,
                "m"));
    }

    @Test
    void findsWhatIsSplitOverTheStepsOfATurn() throws InterruptedException {
        var model = ScriptedModel.of(
                step("Card 4111 1111 "),
                step("1111 1111. The sec"),
                step("ret, or secret"),
                step("s and sk-1a2b3c4d5e"),
                ScriptedModel.text("6f7g8h9i0j. Ok"));
        var agent = new AgentFixture(model, FakeTool.named("look")).guarding(Mode.DISABLED, Mode.REDACT);
        agent.ask("hello");
        assertThat(shown(agent))
                .isEqualTo("Card 4111 1111 [CREDIT CARD REDACTED]. The sec[R], or [R]s and [SECRET REDACTED]. Ok");
        assertThat(stored(agent)).doesNotContain("1111.", "ret", "1a2b").contains("Card ", "The ");
        assertThat(deeds(agent)).containsOnly("output.redacted");
    }

    /** It is complete before the tool call and goes on behind it. */
    @ParameterizedTest
    @CsvSource({
        "sk-proj-1a2b3c4d5e6f7g8h9i0j1k2l, Ab3dEf6hIj9Kl2Mn5Op8",
        "Bearer 1a2b3c4d5e6f7g8h9i0j, Ab3dEf6hIj9Kl2.Mn5Op8",
        "github_pat_11ABCDEFG0123456789abcdef, Ab3dEf6hIj9Kl2Mn5Op8",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.1a2b3c4d5e6f, Ab3dEf6hIj9Kl2Mn5Op8"
    })
    void theRestOfASecretIsNotShown(String begin, String rest) throws InterruptedException {
        var model = ScriptedModel.of(
                step("It is " + begin), step(rest), step(rest + " ok, and " + begin), ScriptedModel.text("Done"));
        var agent = new AgentFixture(model, FakeTool.named("look")).guarding(Mode.DISABLED, Mode.REDACT);

        assertThat(agent.ask("hello").answer()).isEqualTo("Done");

        assertThat(shown(agent)).isEqualTo("It is [SECRET REDACTED] ok, and [SECRET REDACTED]Done");
        assertThat(stored(agent)).doesNotContain(begin, rest);
    }

    /** Each could begin a term, a number, an address or a key, and does not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Let me ask the API\n",
                "your secr",
                "ticket 48213",
                "order 1234567890",
                "+49 30",
                "DE12 3456",
                "root@server",
                "GitHub, or github",
                "sk",
                "sk-learn",
                "Bearer ",
                "the bearer token",
                "-----",
                "\u001b[1"
            })
    void whatASecondStepDoesNotGoOnStaysWhereItIs(String text) throws InterruptedException {
        var model = ScriptedModel.of(step(text), ScriptedModel.text("It is 5."));
        var agent = new AgentFixture(model, FakeTool.named("look")).guarding(Mode.DISABLED, Mode.REDACT);

        assertThat(agent.ask("hello").answer()).isEqualTo("It is 5.");

        assertThat(agent.journal(Event.AssistantMessage.class))
                .extracting(message -> message.parts().getFirst())
                .containsExactly(new Part.Text(text), new Part.Text("It is 5."));
        assertThat(shown(agent)).isEqualTo(text + "It is 5.");
    }

    @Test
    void aWordAtTheEndOfAStepIsNotHeldBack() throws InterruptedException {
        var model = ScriptedModel.of(step("Let me look at 42."), step("Now John"), ScriptedModel.text("@b.com, done"));
        var agent = new AgentFixture(model, FakeTool.named("look")).guarding(Mode.DISABLED, Mode.REDACT);
        agent.ask("hello");
        assertThat(agent.journal(Event.AssistantMessage.class))
                .extracting(message -> message.parts().getFirst())
                .containsExactly(
                        new Part.Text("Let me look at 42."),
                        new Part.Text("Now John"),
                        new Part.Text("[EMAIL REDACTED], done"));
        assertThat(shown(agent)).isEqualTo("Let me look at 42.Now John[EMAIL REDACTED], done");
    }

    @Test
    void whatIsHeldBackIsShownWhenNothingFollows() throws InterruptedException {
        var model = ScriptedModel.of(step("the sk-12345"), ScriptedModel.nothing());
        var agent = new AgentFixture(model, FakeTool.named("look")).guarding(Mode.DISABLED, Mode.REDACT);
        assertThat(agent.ask("hello").answer()).isEqualTo("sk-12345");
        assertThat(shown(agent)).isEqualTo("the sk-12345");
    }

    @Test
    void blockShowsNothingBeforeTheWholeAnswerWasLookedAt() throws InterruptedException {
        var split = new AgentFixture(
                        ScriptedModel.of(step("fine so far, sec"), ScriptedModel.text("ret")), FakeTool.named("look"))
                .guarding(Mode.DISABLED, Mode.BLOCK);
        assertThatThrownBy(() -> split.ask("hello")).isInstanceOf(ZavoraException.class);
        assertThat(shown(split)).isEmpty();
        assertThat(deeds(split)).containsExactly("output.blocked");

        var fine = new AgentFixture(
                        ScriptedModel.of(step("fine so far, "), ScriptedModel.text("done")), FakeTool.named("look"))
                .guarding(Mode.DISABLED, Mode.BLOCK);
        fine.ask("hello");
        assertThat(shown(fine)).isEqualTo("fine so far, done");
    }

    @Test
    void aStreamThatFailsLeavesItsHits() {
        for (var mode : List.of(Mode.REDACT, Mode.OBSERVE)) {
            for (var pieces : List.of(new String[] {"a secret ", "and"}, new String[] {"a secret"})) {
                var agent = new AgentFixture(
                                ScriptedModel.of(ScriptedModel.fails(ModelException.Reason.STREAM_BROKEN, pieces)))
                        .guarding(Mode.DISABLED, mode);
                assertThatThrownBy(() -> agent.ask("hello")).isInstanceOf(ZavoraException.class);
                assertThat(agent.seen(TurnEvent.Guarded.class))
                        .extracting(event -> event.hit().found().count())
                        .containsExactly(1L);
            }
        }
    }
}
