package ai.zavora.testing;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A model without a network: does in order what the test says and remembers its requests. Safe for all threads. */
public final class ScriptedModel implements ModelClient {
    /** The usage of every reply that does not say otherwise. */
    public static final Usage USAGE = new Usage(11, 0, 0, 7, 0);

    private final Queue<Turn> script = new ConcurrentLinkedQueue<>();
    private final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** What the model does with one request. */
    @FunctionalInterface
    public interface Turn {
        ModelReply play(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException;
    }

    /** A model that does this and then has no more to say: a further request fails the test. */
    public static ScriptedModel of(Turn... turns) {
        return new ScriptedModel().then(turns);
    }

    public ScriptedModel then(Turn... turns) {
        script.addAll(List.of(turns));
        return this;
    }

    /** Answers in these pieces. */
    public static Turn text(String... deltas) {
        return (request, onDelta) -> {
            for (var delta : deltas) {
                onDelta.accept(new ModelDelta.Text(delta));
            }
            return reply(request, List.of(new Part.Text(String.join("", deltas))), StopReason.COMPLETE);
        };
    }

    /** Finishes without saying anything. */
    public static Turn nothing() {
        return (request, onDelta) -> reply(request, List.of(), StopReason.COMPLETE);
    }

    /** Asks for one tool call. */
    public static Turn toolUse(String id, String name, JsonValue.Obj input) {
        return toolUses(new Part.ToolUse(id, name, input, Optional.empty()));
    }

    /** Asks for tool calls at once. */
    public static Turn toolUses(Part.ToolUse... uses) {
        return (request, onDelta) -> {
            for (var use : uses) {
                onDelta.accept(new ModelDelta.ToolUseStarted(use.id(), use.name()));
            }
            return reply(request, List.copyOf(Arrays.asList(uses)), StopReason.TOOL_USE);
        };
    }

    /** Answers with this very reply; its texts and reasoning are streamed first. */
    public static Turn reply(ModelReply reply) {
        return (request, onDelta) -> {
            for (var part : reply.parts()) {
                switch (part) {
                    case Part.Text(var text) -> onDelta.accept(new ModelDelta.Text(text));
                    case Part.Reasoning(var text, var data)
                    when !text.isEmpty() -> onDelta.accept(new ModelDelta.Reasoning(text));
                    case Part.ToolUse use -> onDelta.accept(new ModelDelta.ToolUseStarted(use.id(), use.name()));
                    case Part.Reasoning r -> {}
                    case Part.Image i -> {}
                    case Part.ToolOutput o -> {}
                }
            }
            return reply;
        };
    }

    /** Says these pieces and then fails. */
    public static Turn fails(ModelException.Reason reason, String... deltasBefore) {
        return (request, onDelta) -> {
            for (var delta : deltasBefore) {
                onDelta.accept(new ModelDelta.Text(delta));
            }
            throw new ModelException(reason, "the scripted model failed", "Change the script.");
        };
    }

    /** Says these pieces, waits at the gate, and then does what follows. */
    public static Turn waits(Gate gate, Turn next, String... deltasBefore) {
        return (request, onDelta) -> {
            for (var delta : deltasBefore) {
                onDelta.accept(new ModelDelta.Text(delta));
            }
            if (!gate.pass(Duration.ofSeconds(20))) {
                throw new AssertionError("the model's gate was never opened");
            }
            return next.play(request, onDelta);
        };
    }

    private static ModelReply reply(ModelRequest request, List<Part> parts, StopReason reason) {
        return new ModelReply(parts, reason, USAGE, request.model());
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        if (closed) {
            throw new AssertionError("a request came after the model was closed");
        }
        requests.add(request);
        var turn = script.poll();
        if (turn == null) {
            throw new AssertionError("the scripted model has no answer to request " + requests.size());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return turn.play(request, onDelta);
    }

    /** The requests so far, in order. */
    public List<ModelRequest> requests() {
        return new ArrayList<>(requests);
    }

    /** Whether {@link #close} was called. */
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
