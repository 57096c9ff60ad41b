package ai.zavora.core.agent;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import java.util.List;
import java.util.stream.Collectors;

/** What guardrails left of a turn, in the places where it can be seen. */
final class Guarding {
    private Guarding() {}

    static String shown(AgentFixture agent) {
        return agent.seen(TurnEvent.TextDelta.class).stream()
                .map(TurnEvent.TextDelta::text)
                .collect(Collectors.joining());
    }

    /** The journal without the ids that are made at random: digits in them are nobody's card. */
    static String stored(AgentFixture agent) {
        return agent.store.events(AgentFixture.KEY, 0, 1000).stream()
                .map(event -> EventCodec.write(new Event(event.seq(), "id", event.at(), "turn", event.body())))
                .collect(Collectors.joining("\n"));
    }

    static List<String> deeds(AgentFixture agent) {
        return agent.seen(TurnEvent.Guarded.class).stream()
                .map(TurnEvent.Guarded::hit)
                .map(hit -> hit.direction().word() + "." + hit.deed())
                .toList();
    }
}
