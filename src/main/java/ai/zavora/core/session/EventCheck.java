package ai.zavora.core.session;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks the events of a document one after another: what no store of ours can hold is not taken in. Whether each tool call
 * has its outcome is not asked: what a model is shown of a journal is closed in any case.
 */
final class EventCheck {
    private final Set<String> ids = new HashSet<>();
    private long count;

    /** An event that is not as it must be. The message names it and says why. */
    static final class RefusedException extends Exception {
        private final String reason;

        private RefusedException(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** How many events were checked. */
    long count() {
        return count;
    }

    /** Where the reading is. */
    String place() {
        return count == 0 ? "before the end of the first event" : "behind event " + count;
    }

    void accept(JsonValue item) throws RefusedException {
        var number = count + 1;
        if (!(item instanceof JsonValue.Obj stored)) {
            throw new RefusedException("event " + number + " is no JSON object");
        }
        try {
            var event = EventCodec.fromJson(stored);
            require(event.seq() == number, number, "is missing or out of order");
            require(!event.id().isBlank(), number, "has no id");
            require(ids.add(event.id()), number, "has the id of an earlier one");
            require(!event.turnId().isBlank(), number, "belongs to no turn");
            checkBody(event.body(), number);
        } catch (ZavoraException e) {
            throw new RefusedException("event " + number + ": " + e.getMessage().replaceFirst("\\.$", ""));
        }
        count = number;
    }

    private static void checkBody(Event.Body body, long number) throws RefusedException {
        switch (body) {
            case Event.UserMessage(var parts) -> require(!parts.isEmpty(), number, "is a message without parts");
            case Event.Compaction(var _, var through, var _) ->
                require(through >= 0 && through < number, number, "summarises what is not before it");
            case Event.AssistantMessage _,
                    Event.ToolDecision _,
                    Event.ToolStarted _,
                    Event.ToolFinished _,
                    Event.Imported _,
                    Event.SessionState _,
                    Event.TurnCompleted _,
                    Event.TurnAborted _ -> {}
        }
    }

    private static void require(boolean condition, long number, String otherwise) throws RefusedException {
        if (!condition) {
            throw new RefusedException("event " + number + " " + otherwise);
        }
    }
}
