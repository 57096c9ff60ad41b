package ai.zavora.core.agent;

import ai.zavora.base.json.Json;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.TokenEstimate;
import ai.zavora.core.session.Event;
import ai.zavora.core.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Makes room in the model's window: has the model summarise the turns so far. Nothing is deleted; the summary is one more
 * entry of the journal. It always covers whole turns, so that no tool call is parted from its output.
 */
final class Compactor {

    /** Tokens of the system text and the tools, roughly. */
    private static final int OVERHEAD_TOKENS = 1500;

    /**
     * What a picture costs, whatever its file weighs: Anthropic's documentation counts a token for 750 pixels, about 1,600
     * at most, since larger pictures are scaled down; OpenAI's and Gemini's count tiles and come to less or about the same.
     */
    private static final long IMAGE_TOKENS = 1500;

    static final String INSTRUCTION = """
            Summarise the conversation between a user and an assistant that you are given, so that the assistant can go \
            on with nothing else to read. Keep what the user wants, decisions, names, numbers, paths, tool results that \
            matter and open questions. Write short notes in the third person, in the language of the conversation. Do \
            not answer anything in it.""";

    private final ModelClient model;
    private final ModelRoute route;
    private final List<ToolSpec> tools;
    private final ContextBudget budget;

    /** @param tools on offer in the turns */
    Compactor(ModelClient model, ModelRoute route, List<ToolSpec> tools, ContextBudget budget) {
        this.model = model;
        this.tools = tools;
        this.route = route;
        this.budget = budget;
    }

    /** A compaction and the reply it is of; no event when the summary would not do: empty, not whole or too long. */
    record Compacted(Optional<Event.Compaction> event, ModelReply reply) {}

    /** Whether the conversation and the new input pass the budget, and there is something to summarise. */
    boolean isNeeded(List<Event> events, UserInput input) {
        var bytes = bytesOf(History.messages(events)) + bytes(input.parts());
        // in this order: hardly any turn passes the budget
        return TokenEstimate.tokens(bytes) + OVERHEAD_TOKENS > budget.limit() && History.anyUnsummarised(events);
    }

    /** @param onDelta told how the reply comes in, and what a guardrail finds on the way */
    Compacted compact(List<Event> events, UserInput input, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var said = History.messages(events);
        var request = new ModelRequest(
                route.model(),
                Optional.of(INSTRUCTION),
                List.of(Message.user(Transcript.of(model.lookAt(said, tools, onDelta), budget.summarised()))),
                List.of(),
                OptionalInt.empty());
        var reply = model.generate(request, onDelta);
        var summary = reply.text().strip();
        // what breaks off would stand for all that was said
        var event = summary.isEmpty()
                        || reply.stopReason().isCutOff()
                        || !makesRoom(TokenEstimate.bytes(summary), said, input)
                ? Optional.<Event.Compaction>empty()
                : Optional.of(new Event.Compaction(summary, events.getLast().seq(), reply.usage()));
        return new Compacted(event, reply);
    }

    /** Whether it is shorter than what it would stand for, and fits the window beside the new input. */
    private boolean makesRoom(long summary, List<Message> said, UserInput input) {
        return summary < bytesOf(said) && TokenEstimate.tokens(summary + bytes(input.parts())) <= budget.windowTokens();
    }

    private static long bytesOf(List<Message> said) {
        return said.stream().mapToLong(message -> bytes(message.parts())).sum();
    }

    private static long bytes(List<Part> parts) {
        var bytes = 0L;
        for (var part : parts) {
            bytes += switch (part) {
                case Part.Text(var text) -> TokenEstimate.bytes(text);
                case Part.Reasoning reasoning -> TokenEstimate.bytes(reasoning.text());
                case Part.ToolUse use -> TokenEstimate.bytes(Json.write(use.input()));
                case Part.ToolOutput output -> TokenEstimate.bytes(Json.write(output.output()));
                case Part.Image _ -> IMAGE_TOKENS * TokenEstimate.BYTES_PER_TOKEN;
            };
        }
        return bytes;
    }
}
