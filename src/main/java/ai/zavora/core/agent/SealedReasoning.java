package ai.zavora.core.agent;

import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.Part;
import ai.zavora.core.session.Event;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Opens reasoning that another model sealed. Signatures and encrypted blocks are bound to the model that made them: another
 * one refuses them, and with them the whole conversation, while it does without the reasoning of earlier turns. Pure.
 */
final class SealedReasoning {
    /** What providers add to the name they were asked by, or nothing. */
    private static final Pattern DATE = Pattern.compile("(-\\d{8}|-\\d{4}-\\d{2}-\\d{2}|:latest)?");

    private SealedReasoning() {}

    /**
     * The events as that model may be shown them.
     *
     * @param running the turn that it is asked for: what was said in it came from the model itself, by whatever name
     */
    static List<Event> openedFor(ModelRoute route, List<Event> events, String running) {
        return events.stream()
                .map(event -> event.body() instanceof Event.AssistantMessage reply
                                && !event.turnId().equals(running)
                                && !isOf(route, reply)
                        ? event.withBody(opened(reply))
                        : event)
                .toList();
    }

    private static boolean isOf(ModelRoute route, Event.AssistantMessage reply) {
        var asked = route.model();
        return reply.provider().equals(route.provider())
                && reply.model().startsWith(asked)
                && DATE.matcher(reply.model().substring(asked.length())).matches();
    }

    private static Event.AssistantMessage opened(Event.AssistantMessage reply) {
        var parts = reply.parts().stream()
                .map(part -> part instanceof Part.Reasoning(var text, var _)
                        ? new Part.Reasoning(text, Optional.empty())
                        : part)
                .toList();
        return new Event.AssistantMessage(parts, reply.stopReason(), reply.usage(), reply.provider(), reply.model());
    }
}
