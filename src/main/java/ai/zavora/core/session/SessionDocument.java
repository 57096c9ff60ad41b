package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonMembers;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A session as one JSON document, {@value #SCHEMA}, that another store can take in without loss. It may be larger than the
 * memory: it is written and read event by event, and read twice, since members may stand in any order. Not safe for
 * several threads.
 */
public final class SessionDocument implements AutoCloseable {
    public static final String SCHEMA = "zavora.session.v1";

    /** Far deeper than any event: a document wraps them twice. */
    private static final int DEPTH = Json.MAX_DEPTH + 32;

    private static final String EVENTS = "events";

    /** How many characters the names of all members may have together: they are kept to see which stands twice. */
    private static final int MOST_NAMES = 1 << 20;

    private static final int LONGEST_SHOWN = 80;

    /** What a count of nanoseconds since 1970 in 64 bits, as stores keep times, can tell. */
    private static final Instant EARLIEST = Instant.ofEpochSecond(Long.MIN_VALUE / 1_000_000_000);

    private static final Instant LATEST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

    private final Source source;
    private final SessionSummary session;
    private Optional<JsonMembers> open = Optional.empty();

    private SessionDocument(Source source, SessionSummary session) {
        this.source = source;
        this.session = session;
    }

    /** The text of a document. */
    public interface Source {
        /** Opens it at its beginning; the caller closes it. */
        Reader open() throws IOException;
    }

    /**
     * Writes a document piece by piece, one event a line.
     *
     * @param rest further members, asked for behind the last event; a document with an {@code error} there is not whole
     * @param out takes the pieces in order
     */
    public static void write(
            SessionSummary session, Iterable<Event> events, Supplier<JsonValue.Obj> rest, Consumer<String> out) {
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
                                .put(EVENTS, session.lastSeq())
                                .build())
                .build();
        var head = Json.write(header);
        out.accept(head.substring(0, head.length() - 1) + ",\"events\":[\n");
        var separator = "";
        for (var event : events) {
            out.accept(separator);
            out.accept(EventCodec.write(event));
            separator = ",\n";
        }
        out.accept("\n]");
        rest.get().members().forEach((name, value) -> out.accept(",\"" + name + "\":" + Json.write(value)));
        out.accept("}\n");
    }

    /**
     * Reads what {@link #write} wrote, also after it was formatted anew, and checks all of it.
     *
     * @param source unchanged until this is closed
     * @throws ZavoraException INPUT, when the text is no such document, or an event in it is damaged, too large, or was
     *     written by a newer version; the message says which
     * @throws IOException when it cannot be read
     */
    public static SessionDocument read(Source source) throws IOException {
        var check = new EventCheck();
        var seen = new HashSet<String>();
        var names = 0L;
        Optional<JsonValue> schema = Optional.empty();
        Optional<JsonValue> header = Optional.empty();
        try (var members = members(source)) {
            for (var name = members.next(); name.isPresent(); name = members.next()) {
                InterruptedWorkException.check();
                if (!seen.add(name.get())) {
                    throw refused("it has two members "
                            + (name.get().length() > LONGEST_SHOWN ? "of one name" : ControlFilter.line(name.get())));
                }
                names += name.get().length();
                if (names > MOST_NAMES) {
                    throw refused("the names of its members have more than " + MOST_NAMES + " characters");
                }
                switch (name.get()) {
                    case EVENTS -> checkEvents(members, check);
                    case "schema_version" -> schema = Optional.of(members.value());
                    case "session" -> header = Optional.of(members.value());
                    default -> members.value();
                }
            }
        } catch (JsonException e) {
            throw refused(e.getMessage() + ", " + check.place());
        }
        if (!schema.equals(Optional.of(new JsonValue.Str(SCHEMA)))) {
            throw refused("its schema_version is not " + SCHEMA);
        }
        if (!(header.orElse(JsonValue.Null.NULL) instanceof JsonValue.Obj head)) {
            throw refused("it has no session");
        }
        if (head.integer(EVENTS).orElse(-1) != check.count()) {
            throw refused("it does not hold as many events as it says");
        }
        return new SessionDocument(source, summary(head, check.count()));
    }

    private static void checkEvents(JsonMembers members, EventCheck check) throws JsonException, IOException {
        for (var item = members.item(); item.isPresent(); item = members.item()) {
            InterruptedWorkException.check();
            try {
                check.accept(item.get());
            } catch (EventCheck.RefusedException e) {
                throw refused(e.reason());
            }
        }
    }

    private static JsonMembers members(Source source) throws IOException {
        return new JsonMembers(source.open(), DEPTH, EventCodec.MAX_BYTES);
    }

    /** Its key, times and end. */
    public SessionSummary session() {
        return session;
    }

    /** The events in order, read anew; one iteration at a time. A failure to read is an {@link UncheckedIOException}. */
    public Iterable<Event> events() {
        return () -> {
            try {
                close();
                var members = members(source);
                open = Optional.of(members);
                for (var name = members.next(); name.isPresent() && !name.get().equals(EVENTS); name = members.next()) {
                    members.value();
                }
                return new Items(members, members.item());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (JsonException e) {
                throw changed();
            }
        };
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
            open = Optional.empty();
        }
    }

    private static final class Items implements Iterator<Event> {
        private final JsonMembers members;
        private Optional<JsonValue> next;

        Items(JsonMembers members, Optional<JsonValue> first) {
            this.members = members;
            this.next = first;
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public Event next() {
            if (!(next.orElseThrow(NoSuchElementException::new) instanceof JsonValue.Obj stored)) {
                throw changed();
            }
            try {
                var event = EventCodec.fromJson(stored);
                next = members.item();
                return event;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (JsonException e) {
                throw changed();
            }
        }
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

    private static ZavoraException changed() {
        return refused("it was changed while it was read");
    }

    private static ZavoraException refused(String why) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The file is no exported session: " + why + ".",
                "Make one with 'zavora-cli sessions export ID > FILE', of this version or an older one.");
    }
}
