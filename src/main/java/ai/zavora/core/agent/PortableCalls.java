package ai.zavora.core.agent;

import ai.zavora.core.llm.Part;
import ai.zavora.core.tool.ToolSpec;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives the tool calls of one conversation ids and names that every provider takes. An id may have been made by another
 * provider, or come again and again from a server that numbers the calls of each reply; a name may be made up by the
 * model. A provider refuses the whole conversation for one of them, so that its session could not go on.
 */
final class PortableCalls {

    /** OpenAI's chat completions take 40 characters and its responses 64; Anthropic takes these characters only. */
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,40}");

    private static final String UNNAMED = "unnamed_tool";

    private final Set<String> ids = new HashSet<>();
    private int replaced;

    /** The call as it is told: the same one where its id and name will do. Calls come in the order of the conversation. */
    Part.ToolUse told(Part.ToolUse use) {
        return new Part.ToolUse(id(use.id()), name(use.name()), use.input(), use.providerData());
    }

    private String id(String id) {
        var told = id;
        while (!ID.matcher(told).matches() || !ids.add(told)) {
            told = "zavora_call_" + ++replaced;
        }
        return told;
    }

    private static String name(String name) {
        if (ToolSpec.isName(name)) {
            return name;
        }
        // the Rust version stored mcp:server:tool, for which mcp__server__tool is usual
        var portable = name.replace(":", "__").replaceAll("[^a-zA-Z0-9_-]", "_");
        return portable.isEmpty() ? UNNAMED : portable.substring(0, Math.min(portable.length(), ToolSpec.MAX_NAME));
    }
}
