package ai.zavora.core.agent;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonSchema;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.policy.PermissionPolicy;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.policy.Verdict;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.OpenCalls;
import ai.zavora.core.tool.Access;
import ai.zavora.core.tool.Tool;
import ai.zavora.core.tool.ToolContext;
import ai.zavora.core.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The one way a tool call can run, whichever surface it came from: known tool, valid arguments, policy, person, journal,
 * and only then the call. Calls that only read run side by side, others alone and in order.
 */
public final class ToolGate {
    /** The code of a call that the policy forbids. */
    public static final String DENIED = "denied";

    /** The code of a call that a person did not allow, or nobody could be asked about. */
    public static final String NOT_APPROVED = "not_approved";

    /** The codes of calls that did not run because they were not allowed or their reply was cut off: no fault of the tool. */
    public static final List<String> REFUSALS = List.of(DENIED, NOT_APPROVED, OpenCalls.NOT_RUN);

    private final ToolBox tools;
    private final PermissionPolicy policy;
    private final Approver approver;
    private final ToolRunner runner;
    private final ToolContext context;
    private final Set<String> trusted = ConcurrentHashMap.newKeySet();

    /** @param runner how admitted calls are run, time limit included */
    public ToolGate(ToolBox tools, PermissionPolicy policy, Approver approver, ToolRunner runner, ToolContext context) {
        this.tools = requireNonNull(tools, "tools is null");
        this.policy = requireNonNull(policy, "policy is null");
        this.approver = requireNonNull(approver, "approver is null");
        this.runner = requireNonNull(runner, "runner is null");
        this.context = requireNonNull(context, "context is null");
    }

    ToolBox tools() {
        return tools;
    }

    /** What became of a call at the gate. */
    private sealed interface Admission {
        /** It may run beside others: it only reads. */
        record Reading(ToolRunner.Job job) implements Admission {}

        /** It may run, alone. */
        record Effecting(ToolRunner.Job job) implements Admission {}

        /** It may not; the model is told why. */
        record Rejected(Part.ToolUse use, ToolResult.Failed result) implements Admission {}
    }

    /** Gives every call its outcome, in call order, in the journal. */
    void run(List<Part.ToolUse> uses, Journal journal, Consumer<TurnEvent> events) throws InterruptedException {
        var waiting = new ArrayList<ToolRunner.Job>();
        for (var use : uses) {
            events.accept(new TurnEvent.ToolRequested(use.id(), use.name(), use.input()));
            switch (admit(use, journal, events)) {
                case Admission.Reading(var job) -> waiting.add(job);
                case Admission.Effecting(var job) -> {
                    runner.run(waiting, journal, events);
                    waiting.clear();
                    runner.run(List.of(job), journal, events);
                }
                case Admission.Rejected(var rejected, var result) -> {
                    // outcomes stay in call order, so what waits must come first
                    runner.run(waiting, journal, events);
                    waiting.clear();
                    runner.finish(rejected, result, journal, events);
                }
            }
        }
        runner.run(waiting, journal, events);
    }

    /** Gives every call of a reply that was cut off its outcome: none runs, since it may not be whole. */
    void leave(List<Part.ToolUse> uses, Journal journal, Consumer<TurnEvent> events) {
        for (var use : uses) {
            events.accept(new TurnEvent.ToolRequested(use.id(), use.name(), use.input()));
            var result = new ToolResult.Failed(
                    OpenCalls.NOT_RUN, "The reply was cut off, so this call did not run. It had no effect.");
            runner.finish(use, result, journal, events);
        }
    }

    private Admission admit(Part.ToolUse use, Journal journal, Consumer<TurnEvent> events) throws InterruptedException {
        var found = tools.find(use.name());
        if (found.isEmpty()) {
            return reject(use, "unknown_tool", "There is no tool of that name. Use one of the tools on offer.");
        }
        var tool = found.get();
        if (!(use.input() instanceof JsonValue.Obj arguments)) {
            return reject(use, "invalid_args", "The arguments must be one JSON object.");
        }
        var violations = JsonSchema.violations(tool.spec().inputSchema(), arguments);
        if (!violations.isEmpty()) {
            return reject(use, "invalid_args", String.join("; ", violations));
        }
        return decide(tool, new ToolCall(use.id(), use.name(), arguments), use, new Report(journal, events));
    }

    private Admission decide(Tool tool, ToolCall call, Part.ToolUse use, Report report) throws InterruptedException {
        List<Access> accesses;
        try {
            accesses = List.copyOf(tool.accesses(call.arguments(), context));
        } catch (RuntimeException e) {
            // a tool that cannot say what it would touch must not touch it
            return reject(use, "internal_error", ToolRunner.unexpected(e));
        }
        var job = new ToolRunner.Job(tool, call, context);
        var admitted = accesses.stream().allMatch(Access.Read.class::isInstance)
                ? new Admission.Reading(job)
                : new Admission.Effecting(job);
        return switch (policy.decide(call, accesses)) {
            case Verdict.Allow(var reason) -> {
                report.decision(call, "allowed", reason);
                yield admitted;
            }
            case Verdict.Deny(var reason) -> {
                report.decision(call, "denied", reason);
                yield reject(use, DENIED, "The permission policy forbids this call: " + reason + ".");
            }
            case Verdict.Ask(var reason) -> {
                if (trusted.contains(call.tool())) {
                    report.decision(call, "trusted", "trusted earlier in this session");
                    yield admitted;
                }
                yield ask(new Approver.ApprovalRequest(call, accesses, reason), use, admitted, report);
            }
        };
    }

    private Admission ask(Approver.ApprovalRequest request, Part.ToolUse use, Admission admitted, Report report)
            throws InterruptedException {
        var answer = approver.ask(request, given -> {
            report.record(decision(request, given));
            if (given == Approver.Answer.TRUST_TOOL) {
                trusted.add(request.call().tool());
            }
        });
        report.tell(decision(request, answer));
        return switch (answer) {
            case ONCE, TRUST_TOOL -> admitted;
            case NO -> reject(use, NOT_APPROVED, approver.refusal(request.call().tool()));
        };
    }

    private static Event.ToolDecision decision(Approver.ApprovalRequest request, Approver.Answer answer) {
        var call = request.call();
        return switch (answer) {
            case ONCE -> new Event.ToolDecision(call.id(), call.tool(), "approved", request.reason());
            case TRUST_TOOL ->
                new Event.ToolDecision(call.id(), call.tool(), "approved", request.reason() + "; trusted from now on");
            case NO -> new Event.ToolDecision(call.id(), call.tool(), "refused", request.reason());
        };
    }

    private static Admission reject(Part.ToolUse use, String code, String message) {
        return new Admission.Rejected(use, new ToolResult.Failed(code, message));
    }

    /** Where decisions are told. */
    private record Report(Journal journal, Consumer<TurnEvent> events) {
        void decision(ToolCall call, String decision, String reason) {
            var made = new Event.ToolDecision(call.id(), call.tool(), decision, reason);
            record(made);
            tell(made);
        }

        void record(Event.ToolDecision made) {
            journal.append(made);
        }

        void tell(Event.ToolDecision made) {
            events.accept(new TurnEvent.ToolDecided(made.callId(), made.tool(), made.decision(), made.reason()));
        }
    }
}
