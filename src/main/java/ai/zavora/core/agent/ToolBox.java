package ai.zavora.core.agent;

import ai.zavora.core.tool.Tool;
import ai.zavora.core.tool.ToolSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools of an agent by name. Immutable. */
public final class ToolBox {

    private final Map<String, Tool> tools;

    /** @throws IllegalArgumentException when two tools have the same name */
    public ToolBox(List<Tool> tools) {
        var byName = new LinkedHashMap<String, Tool>();
        for (var tool : tools) {
            if (byName.put(tool.spec().name(), tool) != null) {
                throw new IllegalArgumentException(
                        "two tools named " + tool.spec().name());
            }
        }
        this.tools = Collections.unmodifiableMap(byName);
    }

    /** What a model is told, in the order of registration. */
    public List<ToolSpec> specs() {
        return tools.values().stream().map(Tool::spec).toList();
    }

    Optional<Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }
}
