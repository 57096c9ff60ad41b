package ai.zavora.core.policy;

import static java.util.Objects.requireNonNull;

import ai.zavora.core.tool.Access;
import java.util.List;

/**
 * The policy of the confirmation settings: a mode for all tools, and tools named as always asked about, or as approved
 * beforehand. An approval given by name answers every question about that tool, that of {@code requireConfirm} too.
 *
 * @param requireConfirm tools that need a person's agreement whatever the mode says
 * @param approved tools whose agreement was given on the command line or in the profile
 * @param approval whether the user approved every tool of this process
 */
public record ConfirmationPolicy(
        ConfirmationMode mode, List<NamePattern> requireConfirm, List<NamePattern> approved, Approval approval)
        implements PermissionPolicy {

    /** Whether agreement was given for all tools at once. */
    public enum Approval {
        ALL_TOOLS,
        NAMED_TOOLS
    }

    public ConfirmationPolicy {
        requireNonNull(mode, "mode is null");
        requireConfirm = List.copyOf(requireConfirm);
        approved = List.copyOf(approved);
        requireNonNull(approval, "approval is null");
    }

    @Override
    public Verdict decide(ToolCall call, List<Access> accesses) {
        if (approval == Approval.ALL_TOOLS) {
            return new Verdict.Allow("all tools approved for this process");
        }
        if (anyMatches(approved, call.tool())) {
            return new Verdict.Allow("tool approved by name");
        }
        if (anyMatches(requireConfirm, call.tool())) {
            return new Verdict.Ask("the tool is set to be confirmed");
        }
        return byMode(accesses);
    }

    private Verdict byMode(List<Access> accesses) {
        return switch (mode) {
            case ALWAYS -> new Verdict.Ask("every tool call is set to be confirmed");
            case MCP_ONLY ->
                accesses.stream().allMatch(Access.Read.class::isInstance)
                        ? new Verdict.Allow("reads only")
                        : new Verdict.Ask("the call does more than read");
            case NEVER ->
                accesses.stream().allMatch(ConfirmationPolicy::staysLocal)
                        ? new Verdict.Allow("stays on this machine")
                        : new Verdict.Ask("the call leaves this machine or cannot be judged");
        };
    }

    private static boolean staysLocal(Access access) {
        return switch (access) {
            case Access.Read _, Access.Write _, Access.Exec _ -> true;
            case Access.Net _, Access.Opaque _ -> false;
        };
    }

    private static boolean anyMatches(List<NamePattern> patterns, String tool) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(tool));
    }
}
