package ai.zavora.adapter.tools;

import ai.zavora.adapter.tools.basic.CurrentUnixTimeTool;
import ai.zavora.adapter.tools.basic.ReleaseTemplateTool;
import ai.zavora.core.tool.Tool;
import java.util.List;

/** The tools that ship with the program: a new tool is one class and one line here. */
public final class BuiltInTools {

    private BuiltInTools() {}

    /** All of them, in the order in which models see them. */
    public static List<Tool> all() {
        return List.of(new CurrentUnixTimeTool(), new ReleaseTemplateTool());
    }
}
