package ai.zavora.core.llm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is remembered of messages, and how much of it. */
final class CheckedMessagesTest {

    @Test
    void remembersHowAMessageMayBeSent() {
        var known = new CheckedMessages();
        known.remember(Message.user("a secret"), Message.user("a [R]"));
        known.remember(Message.user("fine"));
        assertThat(known.guarded(Message.user("a secret"))).contains(Message.user("a [R]"));
        assertThat(known.guarded(Message.user("fine"))).contains(Message.user("fine"));
        assertThat(known.guarded(
                        new Message(Role.ASSISTANT, Message.user("fine").parts())))
                .isEmpty();
    }

    @Test
    void forgetsWhatWasNotAskedForTheLongestTime() {
        var known = new CheckedMessages(1_000);
        var first = Message.user("a".repeat(300));
        var second = Message.user("b".repeat(300));
        known.remember(first);
        known.remember(second);
        known.remember(second);
        assertThat(known.guarded(first)).contains(first);

        known.remember(Message.user("c".repeat(300)));

        assertThat(known.guarded(second)).isEmpty();
        assertThat(known.guarded(first)).contains(first);
    }

    @Test
    void everyKindOfPartTakesItsRoom() {
        var text = "x".repeat(400);
        var json = JsonValue.object().put(text, 1).build();
        var sealed = Optional.of(new Part.ProviderData("p", json));
        for (var part : List.of(
                new Part.Text(text),
                new Part.Reasoning("", sealed),
                new Part.Image("image/png", text),
                new Part.ToolUse("c", "look", json, Optional.empty()),
                new Part.ToolUse("c", "look", JsonValue.Obj.EMPTY, sealed),
                new Part.ToolOutput("c", "look", json, false))) {
            var known = new CheckedMessages(1_000);
            var message = new Message(Role.ASSISTANT, List.of(part));
            known.remember(message);
            known.remember(Message.user("y".repeat(600)));
            assertThat(known.guarded(message)).as(part.toString()).isEmpty();
        }
    }
}
