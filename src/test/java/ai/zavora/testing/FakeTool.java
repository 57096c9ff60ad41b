package ai.zavora.testing;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.tool.Access;
import ai.zavora.core.tool.Tool;
import ai.zavora.core.tool.ToolContext;
import ai.zavora.core.tool.ToolResult;
import ai.zavora.core.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A tool that does what a test says and remembers how it was called. The {@code with…} methods change it and belong
 * before its first call; everything else is safe for all threads.
 */
public final class FakeTool implements Tool {
    private static final JsonValue.Obj ANY_OBJECT =
            JsonValue.object().put("type", "object").build();

    private ToolSpec spec;
    private List<Access> accesses = List.of();
    private Function<JsonValue.Obj, ToolResult> action =
            arguments -> new ToolResult.Ok(JsonValue.object().put("ok", true).build());
    private Optional<Gate> gate = Optional.empty();
    private final List<JsonValue.Obj> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Semaphore interrupted = new Semaphore(0);

    private FakeTool(String name) {
        this.spec = new ToolSpec(name, "Does what the test says.", ANY_OBJECT);
    }

    /** A tool that touches nothing, accepts any object and answers {@code {"ok":true}} at once. */
    public static FakeTool named(String name) {
        return new FakeTool(name);
    }

    public FakeTool withSchema(JsonValue.Obj schema) {
        spec = new ToolSpec(spec.name(), spec.description(), schema);
        return this;
    }

    public FakeTool withAccesses(Access... declared) {
        accesses = List.of(declared);
        return this;
    }

    public FakeTool withResult(ToolResult result) {
        action = arguments -> result;
        return this;
    }

    /** What a call does; may throw to play a tool with a defect. */
    public FakeTool withAction(Function<JsonValue.Obj, ToolResult> newAction) {
        action = newAction;
        return this;
    }

    /** Every call waits at this gate, for at most 20 seconds, before it acts. */
    public FakeTool withGate(Gate newGate) {
        gate = Optional.of(newGate);
        return this;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public List<Access> accesses(JsonValue.Obj arguments, ToolContext context) {
        return accesses;
    }

    @Override
    public ToolResult call(JsonValue.Obj arguments, ToolContext context) throws InterruptedException {
        calls.add(arguments);
        mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            if (gate.isPresent() && !gate.get().pass(Duration.ofSeconds(20))) {
                throw new AssertionError("the gate of " + spec.name() + " was never opened");
            }
            return action.apply(arguments);
        } catch (InterruptedException e) {
            interrupted.release();
            throw e;
        } finally {
            running.decrementAndGet();
        }
    }

    /** The arguments of the calls so far, in order. */
    public List<JsonValue.Obj> calls() {
        return List.copyOf(calls);
    }

    /** How many calls ran at the same time at most. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    /** How many calls run now. */
    public int running() {
        return running.get();
    }

    /** Waits for one more call to be cancelled while it waits at the gate; whether that came within 20 s. */
    public boolean awaitInterrupted() throws InterruptedException {
        return interrupted.tryAcquire(20, TimeUnit.SECONDS);
    }
}
