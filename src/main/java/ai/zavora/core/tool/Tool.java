package ai.zavora.core.tool;

import ai.zavora.base.json.JsonValue;
import java.util.List;

/** Something the model can ask the agent to do. Safe for use from several threads. */
public interface Tool {

    ToolSpec spec();

    /**
     * What this very call would touch. Must not have effects. An empty list means the call touches nothing outside the
     * process; when in doubt answer {@link Access.Opaque}.
     *
     * @param arguments already valid against {@link ToolSpec#inputSchema()}
     */
    List<Access> accesses(JsonValue.Obj arguments, ToolContext context);

    /**
     * Does it. Interrupting the calling thread cancels; the tool then ends what it started before it throws.
     *
     * @param arguments already valid against {@link ToolSpec#inputSchema()}
     */
    ToolResult call(JsonValue.Obj arguments, ToolContext context) throws InterruptedException;
}
