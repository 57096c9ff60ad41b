package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A session as one JSON document, {@value #SCHEMA}, that another store can take in without loss.
 *
 * @param session its key, times and end
 * @param events in order
 */
public record SessionDocument(SessionSummary session, List<Event> events) {
    public static final String SCHEMA = "zavora.session.v1";

    /** Far deeper than any event: a document wraps them twice. */
    private static final int DEPTH = Json.MAX_DEPTH + 32;

    /** What a count of nanoseconds since 1970 in 64 bits, as stores keep times, can tell. */
    private static final Instant EARLIEST = Instant.ofEpochSecond(Long.MIN_VALUE / 1_000_000_000);

    private static final Instant LATEST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

    public SessionDocument {
        events = List.copyOf(events);
    }

    /**
     * Writes a document piece by piece, one event a line.
     *
     * @param out takes the pieces in order
     */
    public static void write(SessionSummary session, Iterable<Event> events, Consumer<String> out) {
        var header = JsonValue.object()
                .put("schema_version", SCHEMA)
                .put(
                        "session",
                        JsonValue.object()
                                .put("app", session.key().app())
                                .put("user", session.key().user())
                                .put("id", session.key().id())
                                .put("created_at", session.createdAt().toString())
                                .put("updated_at", session.updatedAt().toString())
                                .put("events", session.lastSeq())
                                .build())
                .build();
        var head = Json.write(header);
        out.accept(head.substring(0, head.length() - 1) + ",\"events\":[\n");
        var separator = "";
        for (var event : events) {
            out.accept(separator + EventCodec.write(event));
            separator = ",\n";
        }
        out.accept("\n]}\n");
    }

    /**
     * Reads what {@link #write} wrote, also after it was formatted anew.
     *
     * @throws ZavoraException INPUT, when the text is no such document; SESSION, when an event in it is damaged or was
     *     written by a newer version
     */
    public static SessionDocument read(String text) {
        JsonValue value;
        try {
            value = Json.parse(text, DEPTH);
        } catch (JsonException e) {
            throw refused("it is not JSON: " + e.getMessage());
        }
        if (!(value instanceof JsonValue.Obj document)) {
            throw refused("it is no JSON object");
        }
        var schema = document.string("schema_version").orElse("");
        if (!schema.equals(SCHEMA)) {
            throw refused("its schema_version is not " + SCHEMA);
        }
        var header = document.object("session").orElseThrow(() -> refused("it has no session"));
        var events = new ArrayList<Event>();
        for (var item : document.array("events")) {
            if (!(item instanceof JsonValue.Obj stored)) {
                throw refused("entry " + (events.size() + 1) + " is no JSON object");
            }
            var event = EventCodec.fromJson(stored);
            if (event.seq() != events.size() + 1L) {
                throw refused("entry " + (events.size() + 1) + " is missing or out of order");
            }
            events.add(event);
        }
        if (header.integer("events").orElse(-1) != events.size()) {
            throw refused("it does not hold as many entries as it says");
        }
        return new SessionDocument(summary(header, events.size()), events);
    }

    private static SessionSummary summary(JsonValue.Obj header, long lastSeq) {
        var key = new SessionKey(text(header, "app"), text(header, "user"), text(header, "id"));
        return new SessionSummary(key, instant(header, "created_at"), instant(header, "updated_at"), lastSeq);
    }

    private static String text(JsonValue.Obj header, String name) {
        return header.string(name).orElseThrow(() -> refused("its session has no " + name));
    }

    private static Instant instant(JsonValue.Obj header, String name) {
        Instant at;
        try {
            at = Instant.parse(text(header, name));
        } catch (DateTimeException e) {
            throw refused(name + " is no time");
        }
        if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
            throw refused(name + " is not between " + EARLIEST + " and " + LATEST);
        }
        return at;
    }

    private static ZavoraException refused(String why) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The file is no exported session: " + why + ".",
                "Make one with 'zavora-cli sessions export ID > FILE'.");
    }
}
