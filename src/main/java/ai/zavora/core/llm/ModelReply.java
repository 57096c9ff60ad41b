package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A model's finished reply.
 *
 * @param parts texts, reasoning and tool uses in the order the model produced them; may be empty
 * @param model the model that answered, as the provider names it; may be more exact than the one asked for
 */
public record ModelReply(List<Part> parts, StopReason stopReason, Usage usage, String model) {
    public ModelReply {
        parts = List.copyOf(parts);
        requireNonNull(stopReason, "stopReason is null");
        requireNonNull(usage, "usage is null");
        requireNonNull(model, "model is null");
    }

    /** All text parts joined, without reasoning. */
    public String text() {
        var text = new StringBuilder();
        for (var part : parts) {
            if (part instanceof Part.Text(var piece)) {
                text.append(piece);
            }
        }
        return text.toString();
    }

    /**
     * Whether the turn ends with it: it asks for no tools, or it was cut off. Then a call in it may lack arguments, and
     * what the model meant to do besides is unknown.
     */
    public boolean endsTurn() {
        return toolUses().isEmpty() || stopReason.isCutOff();
    }

    /** The tool calls asked for, in order. */
    public List<Part.ToolUse> toolUses() {
        return parts.stream()
                .filter(Part.ToolUse.class::isInstance)
                .map(Part.ToolUse.class::cast)
                .toList();
    }

    /**
     * The reply with an id of its own for every tool call. Servers exist that give none, or one to several calls, whose
     * outcomes nobody could tell apart.
     */
    public ModelReply withDistinctCalls() {
        var ids = new HashSet<String>();
        var distinct = new ArrayList<Part>();
        for (var part : parts) {
            if (!(part instanceof Part.ToolUse use)) {
                distinct.add(part);
                continue;
            }
            var id = use.id();
            for (var n = 1; id.isEmpty() || !ids.add(id); n++) {
                id = (use.id().isEmpty() ? "call" : use.id()) + "_" + n;
            }
            distinct.add(new Part.ToolUse(id, use.name(), use.input(), use.providerData()));
        }
        return new ModelReply(distinct, stopReason, usage, model);
    }
}
