package ai.zavora.core.policy;

import ai.zavora.core.tool.Access;
import java.util.List;

/** Decides whether a tool call may run. Pure: same call, same facts, same verdict. */
public interface PermissionPolicy {
    /** @param accesses what the call would touch, as the tool declared */
    Verdict decide(ToolCall call, List<Access> accesses);
}
