package ai.zavora.core.agent;

import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.OpenCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Turns the journal into the conversation a model is shown. Pure. */
final class History {

    /** What the user is made to say where the other side spoke first, as with a greeting. */
    private static final Part BEGINNING = new Part.Text("(The conversation begins.)");

    private static final String SUMMARY_HEADER = "[Summary of the conversation so far]\n";

    private History() {}

    /**
     * The conversation, oldest message first. Neighbours of one role become one message, since some providers insist on
     * alternation. What a compaction covers is shown as its summary. A turn that failed before the model said anything,
     * in which it said nothing at all, or whose reply a filter of the provider withheld, is left out: its input may be
     * what made it fail.
     *
     * <p>Whatever the journal holds, the user speaks first, and the tool calls of a reply are followed by one outcome each,
     * in their order, as providers demand. An outcome without an open call is left out; a call without one gets one that
     * says so. An id or a name of a call that a provider would refuse is replaced.
     */
    static List<Message> messages(List<Event> events) {
        var conversation = new Conversation();
        newestSummary(events)
                .map(newest -> new Part.Text(SUMMARY_HEADER + newest.summary()))
                .ifPresent(summary -> conversation.add(Role.USER, List.of(summary)));
        addUnsummarised(events, conversation);
        return conversation.messages();
    }

    /**
     * Whether anything of the conversation is not covered by a summary: a prompt without a reply, too, of which a turn
     * that was cut off may have left many.
     */
    static boolean anyUnsummarised(List<Event> events) {
        var conversation = new Conversation();
        addUnsummarised(events, conversation);
        return !conversation.messages().isEmpty();
    }

    private static Optional<Event.Compaction> newestSummary(List<Event> events) {
        return events.reversed().stream()
                .map(Event::body)
                .filter(Event.Compaction.class::isInstance)
                .map(Event.Compaction.class::cast)
                .findFirst();
    }

    private static void addUnsummarised(List<Event> events, Conversation conversation) {
        var dropped = failedWithoutReply(events);
        var covered = newestSummary(events).map(Event.Compaction::throughSeq).orElse(0L);
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
    }

    private static Set<String> failedWithoutReply(List<Event> events) {
        var answered = new HashSet<String>();
        var failed = new HashSet<String>();
        for (var event : events) {
            if ((event.body() instanceof Event.AssistantMessage reply && speaks(reply))
                    || event.body() instanceof Event.ToolStarted) {
                answered.add(event.turnId());
            } else if (event.body() instanceof Event.TurnCompleted
                    || (event.body() instanceof Event.TurnAborted(var reason) && reason.equals(Abort.FAILED))) {
                failed.add(event.turnId());
            }
        }
        failed.removeAll(answered);
        return failed;
    }

    private static boolean speaks(Event.AssistantMessage reply) {
        return reply.parts().stream()
                .anyMatch(part -> (part instanceof Part.ToolUse && reply.stopReason() != StopReason.CONTENT_FILTER)
                        || (part instanceof Part.Text(var text) && !text.isBlank()));
    }

    /** Collects messages; neighbours of one role become one, and calls and outcomes pairs. */
    private static final class Conversation {
        private final List<Message> whole = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();
        private final PortableCalls portable = new PortableCalls();
        /** The calls of the last reply as they are told, by their ids in the journal, in the order they were asked for. */
        private final Map<String, Part.ToolUse> calls = new LinkedHashMap<>();

        private final Map<String, Part.ToolOutput> outcomes = new HashMap<>();
        private final List<Part> behindOutcomes = new ArrayList<>();

        private Role role = Role.USER;

        void add(Role from, List<Part> said) {
            var allowed = said.stream().filter(part -> belongs(from, part)).toList();
            if (from == Role.TOOL) {
                allowed.forEach(this::addOutcome);
                return;
            }
            // formats leave blank text out, so that what is behind it would come first
            var unheard = isEmpty() && allowed.stream().allMatch(Conversation::isBlank);
            if (!allowed.isEmpty() && !unheard) {
                closeCalls();
                append(from, allowed.stream().flatMap(this::told).toList());
            }
        }

        private boolean isEmpty() {
            return whole.isEmpty() && parts.isEmpty();
        }

        private static boolean isText(Part part) {
            return part instanceof Part.Text;
        }

        private static boolean isBlank(Part part) {
            return part instanceof Part.Text(var text) && text.isBlank();
        }

        private static boolean belongs(Role from, Part part) {
            return switch (part) {
                case Part.ToolUse _ -> from == Role.ASSISTANT;
                case Part.ToolOutput _ -> from == Role.TOOL;
                case Part.Image _ -> from != Role.ASSISTANT;
                case Part.Text _, Part.Reasoning _ -> true;
            };
        }

        private void addOutcome(Part part) {
            if (!(part instanceof Part.ToolOutput output)) {
                behindOutcomes.add(part);
            } else if (calls.containsKey(output.callId())) {
                outcomes.putIfAbsent(output.callId(), output);
            }
        }

        /** Nothing for a second call with the id of one before it in the same reply, whose outcome would be ambiguous. */
        private Stream<Part> told(Part part) {
            if (!(part instanceof Part.ToolUse use)) {
                return Stream.of(part);
            }
            if (calls.containsKey(use.id())) {
                return Stream.empty();
            }
            var told = portable.told(use);
            calls.put(use.id(), told);
            return Stream.of(told);
        }

        /** In the order of the calls, whichever ended first: not every provider has ids to tell the outcomes by. */
        private void closeCalls() {
            var closed = new ArrayList<Part>();
            calls.forEach((id, use) -> {
                var outcome = outcomes.get(id);
                closed.add(
                        outcome == null
                                ? OpenCalls.lost(use).output()
                                : new Part.ToolOutput(use.id(), use.name(), outcome.output(), outcome.failed()));
            });
            append(Role.TOOL, closed);
            append(Role.TOOL, List.copyOf(behindOutcomes));
            calls.clear();
            outcomes.clear();
            behindOutcomes.clear();
        }

        private void append(Role from, List<Part> said) {
            if (said.isEmpty()) {
                return;
            }
            if (isEmpty() && from != Role.USER) {
                append(Role.USER, List.of(BEGINNING));
            }
            if (from != role) {
                end();
            }
            if (from != Role.TOOL && !parts.isEmpty() && isText(parts.getLast()) && isText(said.getFirst())) {
                // as two prompts of which the first was never answered; formats without parts would run them together
                parts.add(Message.BETWEEN);
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
            closeCalls();
            end();
            return List.copyOf(whole);
        }
    }
}
