package ai.zavora.adapter.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.adapter.provider.local.Turn.Speaker;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How conversations and tools are put to a local model, and its calls are read. */
final class PromptTest {

    @Test
    void aTranscriptEndsWhereTheAssistantGoesOn() {
        var prompt = new TranscriptFormat()
                .prompt(
                        "Be kind.",
                        List.of(
                                new Turn(Speaker.USER, "One?"),
                                new Turn(Speaker.ASSISTANT, "Two."),
                                new Turn(Speaker.USER, " Three? ")));

        assertThat(prompt).startsWith("Be kind.\n\nA conversation between");
        assertThat(prompt).endsWith("User: One?\nAssistant: Two.\n\nUser: Three?\nAssistant:");
    }

    @Test
    void turnsAlternateAndBeginWithTheUser() {
        var turns = Conversation.turns(List.of(
                new Message(Role.ASSISTANT, List.of(new Part.Text("Hi"))),
                Message.user("a"),
                Message.user("b"),
                new Message(
                        Role.ASSISTANT, List.of(new Part.ToolUse("1", "clock", JsonValue.Obj.EMPTY, Optional.empty()))),
                new Message(
                        Role.TOOL,
                        List.of(new Part.ToolOutput(
                                "1", "clock", JsonValue.object().put("unix", 5).build(), false))),
                Message.user("c")));

        assertThat(turns)
                .containsExactly(
                        new Turn(Speaker.USER, ""),
                        new Turn(Speaker.ASSISTANT, "Hi"),
                        new Turn(Speaker.USER, "a\n\nb"),
                        new Turn(Speaker.ASSISTANT, "<tool_call>{\"name\":\"clock\",\"arguments\":{}}</tool_call>"),
                        new Turn(
                                Speaker.USER,
                                "<tool_response>{\"name\":\"clock\",\"output\":{\"unix\":5}}</tool_response>\n\nc"));
    }

    @Test
    void controlCharactersAndHalfPairsAreLeftOut() {
        assertThat(Conversation.printable("a\u0000b\u001b\n\tc\uD83D\uDE00\uD800"))
                .isEqualTo("ab\n\tc\uD83D\uDE00");
    }

    @Test
    void imagesAreRefused() {
        var message = new Message(Role.USER, List.of(new Part.Image("image/png", "AAAA")));
        assertThatThrownBy(() -> Conversation.turns(List.of(message)))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(ModelException.Reason.BAD_REQUEST));
    }

    @Test
    void aTemplateSeesPlaceholdersOnly() {
        var format = new TemplateFormat(PromptTest::brackets, "plain", "<bos>");
        var prompt = format.prompt("@@T0@@ sys", List.of(new Turn(Speaker.USER, "\uD83D\uDE00 @@T1@@")));

        assertThat(prompt).isEqualTo("[system:@@T0@@ sys][user:\uD83D\uDE00 @@T1@@]");
    }

    @Test
    void aTemplateThatRefusesGetsTheSystemTextWithTheFirstTurn() {
        var format = new TemplateFormat(PromptTest::brackets, "{{ raise_exception('no system role') }}", "");
        var prompt = format.prompt("Be kind.", List.of(new Turn(Speaker.USER, "Hello")));

        assertThat(prompt).isEqualTo("<bos>[user:Be kind.\n\nHello]");
    }

    private static String brackets(String system, List<Turn> turns) {
        var head = system.isEmpty() ? "" : "[system:" + system + "]";
        return "<bos>" + head
                + turns.stream()
                        .map(turn -> "[" + turn.speaker().role() + ":" + turn.text() + "]")
                        .collect(Collectors.joining());
    }

    @Test
    void theMarkIsFoundHoweverTheTextIsCut() {
        var random = new Random(7);
        for (var round = 0; round < 500; round++) {
            var text = "a <tool< <tool_cal " + "<".repeat(round % 3) + "<tool_call>{\"x\":1}";
            var splitter = new MarkSplitter(ToolOffer.OPEN);
            var visible = new StringBuilder();
            for (var at = 0; at < text.length(); ) {
                var end = Math.min(text.length(), at + 1 + random.nextInt(6));
                visible.append(splitter.accept(text.substring(at, end)));
                at = end;
            }
            assertThat(splitter.found()).isTrue();
            assertThat(visible + splitter.rest()).isEqualTo("a <tool< <tool_cal " + "<".repeat(round % 3));
        }
    }

    @Test
    void aTextWithoutTheMarkComesOutWhole() {
        var splitter = new MarkSplitter(ToolOffer.OPEN);
        assertThat(splitter.accept("1 <tool") + splitter.accept("_ca") + splitter.rest())
                .isEqualTo("1 <tool_ca");
        assertThat(splitter.found()).isFalse();
    }

    @Test
    void theGrammarFollowsTheSchema() throws Exception {
        var schema = (JsonValue.Obj) Json.parse("""
                {"type":"object","required":["path"],"properties":{
                  "path":{"type":"string"},
                  "mode":{"enum":["r","w\\"x"]},
                  "lines":{"type":"array","items":{"type":"integer"}}}}""");

        assertThat(new ToolGrammar().of(List.of(new ToolSpec("read", "Reads.", schema))))
                .startsWith("""
                r0 ::= "\\"path\\":" ws string
                r1 ::= "\\"r\\"" | "\\"w\\\\\\"x\\""
                r2 ::= "\\"mode\\":" ws r1
                r3 ::= "[" ( integer ( "," ws integer )* )? "]"
                r4 ::= "\\"lines\\":" ws r3
                r5 ::= "{" ws r0 ( "," ws r2 )? ( "," ws r4 )? "}"
                root ::= "{\\"name\\": \\"read\\", \\"arguments\\": " r5 "}"
                """);
    }

    @Test
    void aCallThatWasCutOffIsKeptAsItIs() {
        var offer = new ToolOffer(List.of(new ToolSpec("read", "Reads.", JsonValue.Obj.EMPTY)));

        assertThat(offer.call("1", "{\"name\": \"read\", \"arguments\": {\"a\":1}}")
                        .input())
                .isEqualTo(JsonValue.object().put("a", 1).build());
        assertThat(offer.call("1", "{\"name\": \"re").input()).isEqualTo(JsonValue.of("{\"name\": \"re"));
    }
}
