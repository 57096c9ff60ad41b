package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * What a process knows of the messages it has let go to a model, whatever session they are of and whatever model they went
 * to: each as it may be sent. Once the messages hold more than {@value #MOST_CHARS} characters, those that were not asked
 * for the longest time are forgotten, and looked at again when they come back.
 *
 * <p>Safe for several threads.
 */
public final class CheckedMessages {
    private static final long MOST_CHARS = 8_000_000;
    /** What an entry takes besides its text, so that empty ones are bounded too. */
    private static final int OVERHEAD = 64;

    private final long most;
    private final LinkedHashMap<Message, Message> guarded = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    public CheckedMessages() {
        this(MOST_CHARS);
    }

    CheckedMessages(long most) {
        this.most = most;
    }

    /** A message as it may be sent; empty when it is not known. */
    synchronized Optional<Message> guarded(Message message) {
        return Optional.ofNullable(guarded.get(message));
    }

    /** Remembers how a message may be sent. */
    synchronized void remember(Message message, Message asSent) {
        requireNonNull(asSent, "asSent is null");
        if (guarded.put(message, asSent) == null) {
            chars += size(message);
        }
        while (chars > most && guarded.size() > 1) {
            chars -= size(guarded.pollFirstEntry().getKey());
        }
    }

    /** A message that is sent as it is. */
    public void remember(Message message) {
        remember(message, message);
    }

    private static long size(Message message) {
        var size = (long) OVERHEAD;
        for (var part : message.parts()) {
            size += OVERHEAD
                    + switch (part) {
                        case Part.Text(var text) -> text.length();
                        case Part.Reasoning(var text, var data) ->
                            text.length() + data.map(kept -> size(kept.data())).orElse(0L);
                        case Part.Image image -> image.base64().length();
                        case Part.ToolUse use ->
                            size(use.input())
                                    + use.providerData()
                                            .map(kept -> size(kept.data()))
                                            .orElse(0L);
                        case Part.ToolOutput output -> size(output.output());
                    };
        }
        return size;
    }

    private static long size(JsonValue value) {
        return OVERHEAD
                + switch (value) {
                    case JsonValue.Str(var text) -> text.length();
                    case JsonValue.Num(var text) -> text.length();
                    case JsonValue.Arr(var items) ->
                        items.stream().mapToLong(CheckedMessages::size).sum();
                    case JsonValue.Obj(var members) ->
                        members.entrySet().stream()
                                .mapToLong(member -> member.getKey().length() + size(member.getValue()))
                                .sum();
                    case JsonValue.Bool _, JsonValue.Null _ -> 0L;
                };
    }
}
