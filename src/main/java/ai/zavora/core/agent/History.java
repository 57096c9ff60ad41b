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
        var conversation = new Conversation();
        var covered = 0L;
        for (var event : events) {
            if (event.body() instanceof Event.Compaction(var summary, var throughSeq)) {
                conversation = new Conversation();
                conversation.add(
                        Role.USER, Message.user(SUMMARY_HEADER + summary).parts());
                covered = throughSeq;
            }
        }
        for (var event : events) {
            if (event.seq() <= covered || dropped.contains(event.turnId())) {
                continue;
            }
            switch (event.body()) {
                case Event.UserMessage(var parts) -> conversation.add(Role.USER, parts);
                case Event.AssistantMessage reply -> conversation.add(Role.ASSISTANT, reply.parts());
                case Event.ToolFinished(var output) -> conversation.add(Role.TOOL, List.of(output));
                case Event.Imported imported -> conversation.add(imported.role(), imported.parts());
                case Event.ToolDecision _,
                        Event.ToolStarted _,
                        Event.SessionState _,
                        Event.Compaction _,
                        Event.TurnCompleted _,
                        Event.TurnAborted _ -> {}
            }
        }
        return conversation.messages();
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

    /** Collects messages; neighbours of one role become one. */
    private static final class Conversation {
        private final List<Message> whole = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();
        private Role role = Role.USER;

        void add(Role from, List<Part> said) {
            if (said.isEmpty()) {
                return;
            }
            if (from != role) {
                end();
            }
            if (from == Role.USER && !parts.isEmpty()) {
                // two prompts of which the first was never answered; formats without parts would run them together
                parts.add(BETWEEN_PROMPTS);
            }
            role = from;
            parts.addAll(said);
        }

        private void end() {
            if (!parts.isEmpty()) {
                whole.add(new Message(role, parts));
                parts.clear();
            }
        }

        List<Message> messages() {
            end();
            return List.copyOf(whole);
        }
    }
}
