package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** One turn of speech in a conversation. */
public record Message(Role role, List<Part> parts) {
    /** Stands between what two messages said that became one. */
    public static final Part BETWEEN = new Part.Text("\n\n");

    public Message {
        requireNonNull(role, "role is null");
        parts = List.copyOf(parts);
    }

    /** The same without what tells one tool call from another. */
    Message withoutCallIds() {
        var plain = parts.stream()
                .map(part -> switch (part) {
                    case Part.ToolUse use -> new Part.ToolUse("", use.name(), use.input(), use.providerData());
                    case Part.ToolOutput output ->
                        new Part.ToolOutput("", output.name(), output.output(), output.failed());
                    case Part.Text _, Part.Reasoning _, Part.Image _ -> part;
                })
                .toList();
        return new Message(role, plain);
    }

    /** A user's message of one text. */
    public static Message user(String text) {
        return new Message(Role.USER, List.of(new Part.Text(text)));
    }
}
