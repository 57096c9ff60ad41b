package ai.zavora.core.llm;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.guardrail.Detection;
import ai.zavora.core.guardrail.GuardrailPolicy;
import ai.zavora.core.tool.ToolSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that tools on offer bring along: their own and those of their arguments. A model that uses them says nothing
 * of its own, so a guardrail leaves them.
 *
 * @param tools names of tools
 * @param members names of members that an input schema declares, at any depth
 */
record DeclaredNames(Set<String> tools, Set<String> members) {
    private static final String REDACTED = "redacted_tool";

    DeclaredNames {
        tools = Set.copyOf(tools);
        members = Set.copyOf(members);
    }

    static DeclaredNames of(List<ToolSpec> specs) {
        var tools = new HashSet<String>();
        var members = new HashSet<String>();
        for (var spec : specs) {
            tools.add(spec.name());
            collect(spec.inputSchema(), members);
        }
        return new DeclaredNames(tools, members);
    }

    private static void collect(JsonValue schema, Set<String> members) {
        switch (schema) {
            case JsonValue.Obj object -> {
                object.object("properties")
                        .ifPresent(properties ->
                                members.addAll(properties.members().keySet()));
                object.members().values().forEach(member -> collect(member, members));
            }
            case JsonValue.Arr(var items) -> items.forEach(item -> collect(item, members));
            case JsonValue.Str _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> {}
        }
    }

    /** The name of a tool as it may be stored and sent. One with finds becomes a name that no tool on offer has. */
    GuardedName guarded(String tool, GuardrailPolicy policy) {
        var found =
                tools.contains(tool) ? Detection.NOTHING : policy.redact(tool).found();
        if (found.isEmpty()) {
            return new GuardedName(tool, found);
        }
        // providers take letters, digits, hyphen and underscore only
        var name = REDACTED;
        while (tools.contains(name)) {
            name += "_";
        }
        return new GuardedName(name, found);
    }

    /** A name without finds, and what they were. */
    record GuardedName(String name, Detection found) {}
}
