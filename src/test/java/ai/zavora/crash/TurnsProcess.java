package ai.zavora.crash;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.agent.Agent;
import ai.zavora.core.agent.AgentSettings;
import ai.zavora.core.agent.ContextBudget;
import ai.zavora.core.agent.ToolBox;
import ai.zavora.core.agent.ToolGate;
import ai.zavora.core.agent.ToolResultGuard;
import ai.zavora.core.agent.ToolRunner;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.Part;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.policy.ConfirmationMode;
import ai.zavora.core.policy.ConfirmationPolicy;
import ai.zavora.core.policy.NamePattern;
import ai.zavora.core.session.DegradingStore;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.tool.ToolContext;
import ai.zavora.testing.ScriptedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A process that runs turns with tools in one session until it is killed, or as many as it was told. Its
 * store is that of a chat, and says what it stored.
 *
 * <p>Arguments: the database, the file of effects, the session id, a prefix of call ids that no other process has, how
 * many turns.
 */
final class TurnsProcess {
    /** The line that says that the session goes on in memory. */
    static final String WARNING = "warning";

    /** What a line begins with that says how the last turn failed; the kind follows. */
    static final String FAILED = "failed ";

    private static final ModelRoute ROUTE = new ModelRoute("scripted", "model");

    private TurnsProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var key = new SessionKey("app", "user", args[2]);
        var folder = Path.of("/");
        try (var store = DegradingStore.open(
                () -> new AcknowledgingStore(SqliteStore.open("sqlite://" + args[0], folder, InstantSource.system())),
                new MemoryStore(InstantSource.system()),
                warning -> System.out.println(WARNING))) {
            var policy = new ConfirmationPolicy(
                    ConfirmationMode.NEVER,
                    List.of(new NamePattern("refused")),
                    List.of(),
                    ConfirmationPolicy.Approval.NAMED_TOOLS);
            var gate = new ToolGate(
                    new ToolBox(EffectTools.all(Path.of(args[1]))),
                    policy,
                    Approver.headless(),
                    new ToolRunner(Duration.ofSeconds(60), ToolResultGuard.NONE),
                    new ToolContext(folder, InstantSource.system()));
            for (var turn = 0; turn < Integer.parseInt(args[4]); turn++) {
                var model = model(args[3] + "-" + turn);
                var agent = new Agent(settings(), ROUTE, model, gate, store, InstantSource.system());
                agent.run(key, UserInput.text("turn " + turn), event -> {});
            }
        } catch (ZavoraException e) {
            System.out.println(FAILED + e.kind());
        }
    }

    private static AgentSettings settings() {
        return new AgentSettings(
                "assistant",
                Optional.empty(),
                OptionalInt.empty(),
                5,
                new ContextBudget(1_000_000_000, 1),
                Duration.ofSeconds(60));
    }

    /** Asks for every kind of call there is, those that read side by side, and then answers. */
    private static ScriptedModel model(String turn) {
        return ScriptedModel.of(
                ScriptedModel.toolUses(
                        use(turn + "-1", "look"),
                        use(turn + "-2", "look"),
                        use(turn + "-3", "note"),
                        use(turn + "-4", "refused"),
                        use(turn + "-5", "note")),
                ScriptedModel.toolUses(
                        use(turn + "-6", "fail"),
                        use(turn + "-7", "unknown"),
                        use(turn + "-8", "look"),
                        use(turn + "-9", "break"),
                        use(turn + "-10", "look")),
                ScriptedModel.text("done"));
    }

    private static Part.ToolUse use(String id, String tool) {
        return new Part.ToolUse(id, tool, EffectTools.arguments(id), Optional.empty());
    }
}
