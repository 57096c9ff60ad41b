package ai.zavora.adapter.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.zavora.adapter.provider.http.ReplyAssembler;
import ai.zavora.adapter.provider.http.StreamEvent;
import ai.zavora.base.json.JsonException;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What compatible servers do differently, event by event. */
class AssemblersTest {
    private final List<ModelDelta> deltas = new ArrayList<>();

    private ModelReply chat(String... events) throws JsonException {
        return assemble(new ChatAssembler("asked", AssemblersTest::failure), events);
    }

    private ModelReply responses(String... events) throws JsonException {
        return assemble(new ResponsesAssembler("asked", AssemblersTest::failure), events);
    }

    private static ModelException failure(Reason reason, Object body) {
        return new ModelException(reason, "failed", "hint");
    }

    private ModelReply assemble(ReplyAssembler assembler, String... events) throws JsonException {
        for (var event : events) {
            if (assembler.accept(new StreamEvent("", event), deltas::add)) {
                break;
            }
        }
        return assembler.finish();
    }

    @Test
    void reasoningComesUnderEitherName() throws Exception {
        var reply = chat(
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"a\",\"content\":null}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning\":\"b\",\"content\":\"\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"c\"},\"finish_reason\":\"stop\"}]}");
        assertThat(reply.parts()).hasSize(2).last().isEqualTo(new Part.Text("c"));
        assertThat(deltas)
                .containsExactly(
                        new ModelDelta.Reasoning("a"), new ModelDelta.Reasoning("b"), new ModelDelta.Text("c"));
        assertThat(reply.model()).isEqualTo("asked");
    }

    @Test
    void callsWithoutIndexOrIdAreToldApartByTheirNames() throws Exception {
        var reply = chat(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"a\",\"arguments\":{\"x\":1}}}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"b\",\"arguments\":\"{\\\"y\\\"\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\":2}\"}}]}}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
        assertThat(reply.toolUses()).extracting(Part.ToolUse::name).containsExactly("a", "b");
        assertThat(reply.toolUses())
                .extracting(Part.ToolUse::input)
                .containsExactly(Requests.json("{\"x\":1}"), Requests.json("{\"y\":2}"));
        assertThat(reply.toolUses()).extracting(Part.ToolUse::id).doesNotHaveDuplicates();
        assertThat(reply.stopReason()).isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void callsThatAllHaveIndexZeroAreToldApartByTheirIds() throws Exception {
        var call = "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"%s\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}";
        var reply = chat(call.formatted("x"), call.formatted("y"), "[DONE]");
        assertThat(reply.toolUses()).extracting(Part.ToolUse::id).containsExactly("x", "y");
    }

    @Test
    void anAnswerWithoutStreamingIsTaken() throws Exception {
        var reply =
                chat("{\"choices\":[{\"message\":{\"content\":\"whole\"},\"finish_reason\":\"length\"}]}", "[DONE]");
        assertThat(reply.text()).isEqualTo("whole");
        assertThat(reply.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    }

    @ParameterizedTest
    @CsvSource({
        "stop, COMPLETE",
        "eos, COMPLETE",
        "length, MAX_TOKENS",
        "content_filter, CONTENT_FILTER",
        "insufficient_system_resource, OTHER",
        "error, OTHER"
    })
    void tellsWhyTheModelStopped(String wire, StopReason reason) throws Exception {
        var reply = chat("{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"" + wire + "\"}]}");

        assertThat(reply.stopReason()).isEqualTo(reason);
    }

    @Test
    void usageDoesNotOverlap() throws Exception {
        var details = "\"prompt_tokens_details\":{\"cached_tokens\":4},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":3}";
        assertThat(chat("{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":8," + details + "}}", "[DONE]")
                        .usage())
                .isEqualTo(new Usage(6, 4, 0, 5, 3));
        // reasoning beside the completion, as the total tells
        assertThat(chat(
                                "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":15,"
                                        + details + "}}",
                                "[DONE]")
                        .usage())
                .isEqualTo(new Usage(6, 4, 0, 2, 3));
        assertThat(chat("{\"usage\":{\"prompt_tokens\":10,\"prompt_cache_hit_tokens\":9}}", "[DONE]")
                        .usage())
                .isEqualTo(new Usage(1, 9, 0, 0, 0));
    }

    @Test
    void errorsInTheStreamAreReadByTheirCode() {
        assertThat(reason("{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}}"))
                .isEqualTo(Reason.RATE_LIMITED);
        assertThat(reason("{\"error\":{\"code\":502,\"message\":\"m\"}}")).isEqualTo(Reason.SERVER_ERROR);
        assertThat(reason("{\"error\":{\"code\":\"context_length_exceeded\"}}")).isEqualTo(Reason.CONTEXT_OVERFLOW);
        assertThat(reason("{\"error\":\"boom\"}")).isEqualTo(Reason.SERVER_ERROR);
        assertThat(reason("{\"choices\":[]}")).isEqualTo(Reason.STREAM_BROKEN);
    }

    private Reason reason(String event) {
        return catchThrowableOfType(ModelException.class, () -> chat(event)).reason();
    }

    @Test
    void aFailedResponseIsReadByItsCode() {
        var failed = catchThrowableOfType(
                ModelException.class,
                () -> responses(
                        "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"rate_limit_exceeded\"}}}"));
        assertThat(failed.reason()).isEqualTo(Reason.RATE_LIMITED);
    }

    @Test
    void theLastEventMayHoldWhatWasNeverSentOneByOne() throws Exception {
        var reply = responses("{\"type\":\"response.completed\",\"response\":{\"model\":\"exact\",\"output\":["
                + "{\"type\":\"reasoning\",\"summary\":[{\"text\":\"a\"},{\"text\":\"b\"}],\"x\":1.0},"
                + "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"hi\"}]}]}}");
        assertThat(reply.text()).isEqualTo("hi");
        assertThat(reply.model()).isEqualTo("exact");
        assertThat(reply.parts().getFirst()).isInstanceOfSatisfying(Part.Reasoning.class, reasoning -> {
            assertThat(reasoning.text()).isEqualTo("a\n\nb");
            assertThat(reasoning.providerData().orElseThrow().data().toString()).contains("1.0");
        });
    }
}
