package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session goes on with any provider, whichever it was begun with; the model server refuses what they would. */
final class ProviderSwitchTest extends ProgramTest {
    private static final List<String> PROVIDERS = List.of("openai", "anthropic", "gemini", "ollama");

    @Override
    Launcher program() {
        return withEveryProvider();
    }

    private void ask(String provider) throws InterruptedException {
        answers(provider, program().run("ask", "--provider", provider, "What time is it?"));
    }

    private void ask(String provider, String model) throws InterruptedException {
        answers(provider, program().run("ask", "--provider", provider, "--model", model, "What time is it?"));
    }

    private static void answers(String provider, Finished run) {
        assertThat(run.exit()).as(provider + ": " + run.err()).isZero();
    }

    private static Reply.Call call(String id, String name) {
        return Reply.Call.of(id, name, JsonValue.Obj.EMPTY);
    }

    /** As with servers that number the calls of each reply, and a model that makes names up. */
    @Test
    void whateverIdsAndNamesItsCallsHave() throws InterruptedException {
        for (var turn = 0; turn < 2; turn++) {
            server.reply(
                    Reply.toolUses(
                            call("call_0", "functions.clock"),
                            call("call_0", "current_unix_time"),
                            call("chatcmpl-tool-" + "0".repeat(32), "current_unix_time"),
                            call("functions.clock:0", "")),
                    Reply.text("Noon"));
            ask("openai");
        }

        for (var provider : PROVIDERS) {
            ask(provider);
            var said = server.lastRequest().conversation().said();
            assertThat(said.stream().flatMap(message -> message.toolUses().stream()))
                    .containsExactly(
                            "functions_clock",
                            "current_unix_time",
                            "current_unix_time",
                            "unnamed_tool",
                            "functions_clock",
                            "current_unix_time",
                            "current_unix_time",
                            "unnamed_tool");
            assertThat(String.join(" ", server.lastRequest().said())).doesNotContain("outcome_unknown");
        }
    }

    @Test
    void whicheverProviderMadeTheIds() throws InterruptedException {
        for (var provider : PROVIDERS) {
            server.reply(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY), Reply.text("Noon"));
            ask(provider);
        }

        for (var provider : PROVIDERS) {
            ask(provider);
        }
    }

    /** Its signature is refused by every model but the one that made it. */
    @Test
    void reasoningGoesBackToTheModelThatSealedItAndToNoOther() throws InterruptedException {
        server.reply(Reply.reasoning("Let me think.", "c2lnbmVk").thenText("Noon"));
        ask("anthropic", "claude-opus-4-8");

        ask("anthropic", "claude-opus-4-8");
        assertThat(server.lastRequest().bodyText()).contains("c2lnbmVk");
        ask("anthropic", "claude-sonnet-5");
        assertThat(server.lastRequest().bodyText()).doesNotContain("c2lnbmVk").contains("Noon");
    }
}
