package ai.zavora.core.agent;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.OpenCalls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/**
 * The beginning of a journal, closed: where it stops in the middle of a turn, every open call gets an outcome and the turn
 * its end. Only one event is held at a time.
 *
 * @param events in order
 * @param at when what closes it happened
 * @param reason the stable word for {@link Event.TurnAborted}
 */
record ClosedEvents(Iterable<Event> events, Instant at, String reason) implements Iterable<Event> {

    @Override
    public Iterator<Event> iterator() {
        var calls = new OpenCalls();
        var source = events.iterator();
        return new Iterator<>() {
            private Optional<Event> last = Optional.empty();
            private Optional<Iterator<Event>> closing = Optional.empty();

            @Override
            public boolean hasNext() {
                if (closing.isEmpty() && !source.hasNext()) {
                    closing = last.map(event -> closing(event, calls));
                }
                return closing.map(Iterator::hasNext).orElseGet(source::hasNext);
            }

            @Override
            public Event next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var event = closing.orElse(source).next();
                calls.add(event.body());
                if (Journal.tellsOfTurn(event.body())) {
                    last = Optional.of(event);
                }
                return event;
            }
        };
    }

    private Iterator<Event> closing(Event last, OpenCalls calls) {
        if (!Journal.isInTurn(last.body())) {
            return Collections.emptyIterator();
        }
        var added = new ArrayList<Event>();
        for (var outcome : calls.outcomes()) {
            added.add(event(last, outcome));
        }
        added.add(event(last, new Event.TurnAborted(reason)));
        return added.iterator();
    }

    private Event event(Event last, Event.Body body) {
        return new Event(0, UUID.randomUUID().toString(), at, last.turnId(), body);
    }
}
