package ai.zavora.adapter.provider.local;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** One reply of a loaded model. Used once, by one thread. */
final class Answer {

    /** Room that a prompt must leave for the answer. */
    private static final int MIN_OUTPUT = 32;
    /** How long a model may go on that was never taught to end an answer. */
    private static final int MAX_PLAIN_OUTPUT = 512;
    /** Fewer weights than this and tools do harm: the model calls them instead of answering. */
    private static final long MIN_TOOL_PARAMETERS = 900_000_000L;
    /** No tokenizer makes fewer tokens of a text than this share of its characters. */
    private static final int MAX_CHARS_PER_TOKEN = 64;

    private final LlamaEngine engine;
    private final ModelRequest request;
    private final Consumer<ModelDelta> onDelta;
    private final PromptFormat format;
    private final Optional<ToolOffer> tools;
    private final StringBuilder text = new StringBuilder();
    private long inputTokens;
    private long outputTokens;

    Answer(LlamaEngine engine, ModelRequest request, Consumer<ModelDelta> onDelta) {
        this.engine = engine;
        this.request = request;
        this.onDelta = onDelta;
        this.format = engine.format();
        this.tools = offered(engine, request);
    }

    /** Tools are for models that were trained to call them, or are large enough to do as they are told. */
    private static Optional<ToolOffer> offered(LlamaEngine engine, ModelRequest request) {
        var template = engine.header().chatTemplate();
        var able = template.isPresent()
                && (template.get().contains("tool") || engine.header().parameters() >= MIN_TOOL_PARAMETERS);
        return able && !request.tools().isEmpty() ? Optional.of(new ToolOffer(request.tools())) : Optional.empty();
    }

    ModelReply run() throws InterruptedException {
        var prompt = format.prompt(system(), Conversation.turns(request.messages()));
        var limit = limit(prompt);
        var splitter = tools.map(offer -> new MarkSplitter(ToolOffer.OPEN));
        var sampling = new LlamaEngine.Sampling(limit, format.stops(), "");
        try (var generation = new Generation(engine, prompt, sampling)) {
            for (var piece = generation.next(); piece.isPresent(); piece = generation.next()) {
                emit(splitter.isPresent() ? splitter.get().accept(piece.get()) : piece.get());
                if (splitter.isPresent() && splitter.get().found()) {
                    return call(prompt, limit);
                }
            }
            splitter.ifPresent(rest -> emit(rest.rest()));
            outputTokens = Math.max(generation.tokens(), engine.count(text.toString()));
        }
        return reply(outputTokens >= limit ? StopReason.MAX_TOKENS : StopReason.COMPLETE, List.of());
    }

    private String system() {
        var own = Conversation.printable(request.system().orElse(""));
        return tools.map(offer -> own.isEmpty() ? offer.instructions() : own + "\n\n" + offer.instructions())
                .orElse(own);
    }

    /** How many tokens the answer may have. */
    private int limit(String prompt) {
        var context = engine.context();
        var tooLong = prompt.length() / MAX_CHARS_PER_TOKEN > context;
        // and the token that begins every prompt
        inputTokens = tooLong ? Integer.MAX_VALUE : engine.count(prompt) + 1;
        if (inputTokens + MIN_OUTPUT > context) {
            throw new ModelException(
                    Reason.CONTEXT_OVERFLOW,
                    "The prompt does not fit the local model's context window of " + context + " tokens"
                            + (tooLong ? "." : ": it has " + inputTokens + "."),
                    "Shorten it, begin a new session, or choose another model.");
        }
        var room = (int) (context - inputTokens);
        var wanted = request.maxOutputTokens().orElse(format.stops().isEmpty() ? room : MAX_PLAIN_OUTPUT);
        return Math.clamp(wanted, 1, room);
    }

    /** The model began a tool call: from here on the grammar writes with it. */
    private ModelReply call(String prompt, int limit) throws InterruptedException {
        var offer = tools.orElseThrow();
        var before = text.toString();
        var used = engine.count(before + ToolOffer.OPEN);
        var sampling = new LlamaEngine.Sampling(Math.max(1, limit - used), List.of(), offer.grammar());
        var written = new StringBuilder();
        try (var generation = new Generation(engine, prompt + before + ToolOffer.OPEN, sampling)) {
            for (var piece = generation.next(); piece.isPresent(); piece = generation.next()) {
                written.append(piece.get());
            }
            outputTokens = used + (long) generation.tokens();
        }
        var use = offer.call("call_" + UUID.randomUUID(), written.toString());
        onDelta.accept(new ModelDelta.ToolUseStarted(use.id(), use.name()));
        // the grammar lets a call end when it is whole, so only the limit ends it before
        var whole = use.input() instanceof JsonValue.Obj;
        return reply(whole ? StopReason.TOOL_USE : StopReason.MAX_TOKENS, List.of(use));
    }

    private void emit(String piece) {
        // the answer begins with its first word, not with the space or line that follows the prompt
        var visible = text.isEmpty() ? piece.stripLeading() : piece;
        if (!visible.isEmpty()) {
            text.append(visible);
            onDelta.accept(new ModelDelta.Text(visible));
        }
    }

    private ModelReply reply(StopReason reason, List<Part.ToolUse> uses) {
        var parts = new ArrayList<Part>();
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text.toString()));
        }
        parts.addAll(uses);
        return new ModelReply(parts, reason, new Usage(inputTokens, 0, 0, outputTokens, 0), request.model());
    }
}
