package ai.zavora.core.agent;

import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.session.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns the journal into the conversation a model is shown. Pure. */
final class History {

    private static final Part BETWEEN_PROMPTS = new Part.Text("\n\n");

    private static final String SUMMARY_HEADER = "[Summary of the conversation so far]\n";

    private History() {}

    /**
     * The conversation, oldest message first. Neighbours of one role become one message, since some providers insist on
     * alternation. What a compaction covers is shown as its summary. A turn that failed before the model said anything
     * is left out: its input may be what made it fail.
     */
    static List<Message> messages(List<Event> events) {
        var dropped = failedWithoutReply(events);
        var messages = new ArrayList<Message>();
        var covered = 0L;
        for (var event : events) {
            if (event.body() instanceof Event.Compaction(var summary, var throughSeq)) {
                messages.clear();
                messages.add(Message.user(SUMMARY_HEADER + summary));
                covered = throughSeq;
            }
        }
        for (var event : events) {
            if (event.seq() <= covered || dropped.contains(event.turnId())) {
                continue;
            }
            switch (event.body()) {
                case Event.UserMessage(var parts) -> add(messages, Role.USER, parts);
                case Event.AssistantMessage reply -> add(messages, Role.ASSISTANT, reply.parts());
                case Event.ToolFinished(var output) -> add(messages, Role.TOOL, List.of(output));
                case Event.Imported imported -> add(messages, imported.role(), imported.parts());
                case Event.ToolDecision _,
                        Event.ToolStarted _,
                        Event.SessionState _,
                        Event.Compaction _,
                        Event.TurnCompleted _,
                        Event.TurnAborted _ -> {}
            }
        }
        return List.copyOf(messages);
    }

    private static Set<String> failedWithoutReply(List<Event> events) {
        var answered = new HashSet<String>();
        var failed = new HashSet<String>();
        for (var event : events) {
            if (event.body() instanceof Event.AssistantMessage) {
                answered.add(event.turnId());
            } else if (event.body() instanceof Event.TurnAborted(var reason) && reason.equals(Abort.FAILED)) {
                failed.add(event.turnId());
            }
        }
        failed.removeAll(answered);
        return failed;
    }

    private static void add(List<Message> messages, Role role, List<Part> parts) {
        if (parts.isEmpty()) {
            return;
        }
        if (!messages.isEmpty() && messages.getLast().role() == role) {
            var joined = new ArrayList<>(messages.removeLast().parts());
            if (role == Role.USER) {
                // two prompts of which the first was never answered; formats without parts would run them together
                joined.add(BETWEEN_PROMPTS);
            }
            joined.addAll(parts);
            messages.add(new Message(role, joined));
        } else {
            messages.add(new Message(role, parts));
        }
    }
}
