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

    /** A user's message of one text. */
    public static Message user(String text) {
        return new Message(Role.USER, List.of(new Part.Text(text)));
    }
}
