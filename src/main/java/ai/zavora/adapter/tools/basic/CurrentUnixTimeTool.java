package ai.zavora.adapter.tools.basic;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.tool.Access;
import ai.zavora.core.tool.Tool;
import ai.zavora.core.tool.ToolContext;
import ai.zavora.core.tool.ToolResult;
import ai.zavora.core.tool.ToolSpec;
import java.util.List;

/** Tells the model what time it is. */
public final class CurrentUnixTimeTool implements Tool {

    private static final ToolSpec SPEC = new ToolSpec(
            "current_unix_time",
            "Returns the current time as seconds since 1970-01-01T00:00:00Z in unix_utc_seconds. Use it whenever an"
                    + " answer depends on the present date or time.",
            JsonValue.object()
                    .put("type", "object")
                    .put("properties", JsonValue.Obj.EMPTY)
                    .put("additionalProperties", false)
                    .build());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public List<Access> accesses(JsonValue.Obj arguments, ToolContext context) {
        return List.of();
    }

    @Override
    public ToolResult call(JsonValue.Obj arguments, ToolContext context) {
        return new ToolResult.Ok(JsonValue.object()
                .put("unix_utc_seconds", context.clock().instant().getEpochSecond())
                .build());
    }
}
