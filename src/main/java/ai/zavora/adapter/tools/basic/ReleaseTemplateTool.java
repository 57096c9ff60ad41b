package ai.zavora.adapter.tools.basic;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.tool.Access;
import ai.zavora.core.tool.Tool;
import ai.zavora.core.tool.ToolContext;
import ai.zavora.core.tool.ToolResult;
import ai.zavora.core.tool.ToolSpec;
import java.util.List;

/** Gives the model the headings of a release plan. */
public final class ReleaseTemplateTool implements Tool {

    private static final int DEFAULT_RELEASES = 3;
    private static final int MAX_RELEASES = 100;

    private static final List<String> HEADINGS = List.of(
            "Objectives and measurable outcomes",
            "Scope and non-scope",
            "Implementation slices",
            "Quality gates",
            "Release notes and rollback");

    private static final ToolSpec SPEC = new ToolSpec(
            "release_template",
            "Returns the headings that each release of a release plan should have. Use it before writing a release"
                    + " plan.",
            JsonValue.object()
                    .put("type", "object")
                    .put(
                            "properties",
                            JsonValue.object()
                                    .put(
                                            "releases",
                                            JsonValue.object()
                                                    .put("type", "integer")
                                                    .put("minimum", 1)
                                                    .put("maximum", MAX_RELEASES)
                                                    .put("description", "how many releases to plan; 3 if left out")
                                                    .build())
                                    .build())
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
                .put("releases", arguments.integer("releases").orElse(DEFAULT_RELEASES))
                .put("template", JsonValue.of(HEADINGS))
                .build());
    }
}
