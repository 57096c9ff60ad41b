package ai.zavora.testing;

import ai.zavora.core.llm.Part;
import ai.zavora.core.session.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Journal entries for tests. */
public final class Events {
    private static final Instant AT = Instant.parse("2026-11-23T10:15:30.123456789Z");

    private Events() {}

    /** An entry of that body, not yet appended, with a fresh id and a fixed time and turn. */
    public static Event of(Event.Body body) {
        return new Event(0, UUID.randomUUID().toString(), AT, "turn-1", body);
    }

    /** What a user says. */
    public static Event userSays(String text) {
        return of(new Event.UserMessage(List.of(new Part.Text(text))));
    }

    /** Entries whose texts are the prefix followed by 1, 2 and so on. */
    public static List<Event> numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> userSays(prefix + i))
                .toList();
    }

    /** The text of an entry made by {@link #userSays}. */
    public static String textOf(Event event) {
        if (event.body() instanceof Event.UserMessage(var parts) && parts.getFirst() instanceof Part.Text(var text)) {
            return text;
        }
        throw new AssertionError("not a user message of one text: " + event);
    }
}
