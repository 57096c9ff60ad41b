package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.SessionKey;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Turns the rows of one session, in order, into entries of the journal. Every row becomes one entry that holds it whole;
 * where a model must be shown more messages than that, they are entries marked {@code synthesized} beside it.
 */
final class LegacyEvents {
    /** The member of an entry's original that tells that no row was the original. */
    static final String SYNTHESIZED = "synthesized";

    private static final JsonValue.Obj NO_ROW =
            JsonValue.object().put(SYNTHESIZED, true).build();
    private static final String SYSTEM = "system";
    /** From so many characters on it is looked at whether an entry is too large. */
    private static final long LARGE = EventCodec.MAX_BYTES / 16;

    private static final Part TOO_LARGE = new Part.Text(
            "[A message that is too large for a session is in the database of the earlier version only.]");

    private final SessionKey key;
    private final LegacyTally tally;
    private final LegacyMessages messages = new LegacyMessages();
    private final Sink sink;
    private final List<Mark> entries = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private Instant now;
    private String turn;
    /** Whether an entry of the row at hand may be too large. */
    private boolean large;

    /**
     * For one session.
     *
     * @param createdAt the time of rows before the first that has one
     * @param sink takes the entries, in order
     */
    LegacyEvents(SessionKey key, Instant createdAt, LegacyTally tally, Sink sink) {
        this.key = key;
        this.now = createdAt;
        this.turn = uuid("turn ");
        this.tally = tally;
        this.sink = sink;
    }

    /** The session's state; kept unless it is empty. */
    void state(JsonValue.Obj state) throws SQLException {
        if (!state.members().isEmpty()) {
            append(Optional.empty(), new Event.SessionState(state));
        }
    }

    void add(LegacyRow row) throws SQLException {
        now = row.at().orElse(now);
        turn = uuid("turn " + row.text("invocation_id"));
        large = LegacyBytes.chars(row.original()) >= LARGE;
        tally.event();
        var parts = row.content().map(content -> content.array("parts")).orElse(List.of()).stream()
                .map(LegacyParts::of)
                .toList();
        parts.forEach(part -> tally.part(part.kind()));
        var end = row.compaction()
                .flatMap(compaction -> compaction.string("end_timestamp"))
                .flatMap(LegacyRow::instant);
        if (row.damaged() || (end.isEmpty() && row.compaction().isPresent())) {
            tally.unreadable();
        }
        if (end.isPresent()) {
            closeCalls();
            var summary = summary(row);
            // the text of such a row is most often its summary, which a model is to be shown once
            if (!text(row.content()).equals(summary)) {
                parts.stream().filter(LegacyEvents::isSaid).forEach(part -> messages.add(role(row), part));
            }
            addMessages(row, messages.take());
            append(Optional.empty(), new Event.Compaction(summary, lastCovered(end.get()), Usage.NONE));
        } else {
            parts.forEach(part -> messages.add(role(row), part));
            addMessages(row, messages.take());
        }
    }

    private void addMessages(LegacyRow row, List<LegacyMessages.Piece> pieces) throws SQLException {
        var stored = false;
        for (var piece : pieces) {
            if (!piece.added() && !stored) {
                append(id(row), imported(row, piece.role(), piece.parts()));
                stored = true;
            } else {
                append(
                        Optional.empty(),
                        new Event.Imported(
                                piece.added() ? SYSTEM : row.text("author"), piece.role(), piece.parts(), NO_ROW));
            }
        }
        if (!stored) {
            append(id(row), imported(row, role(row), List.of()));
        }
    }

    /** Gives calls without a result one. */
    void finish() throws SQLException {
        closeCalls();
    }

    /** The time of each entry. */
    List<Instant> times() {
        return entries.stream().map(Mark::at).toList();
    }

    private void closeCalls() throws SQLException {
        for (var piece : messages.finish()) {
            append(Optional.empty(), new Event.Imported(SYSTEM, piece.role(), piece.parts(), NO_ROW));
        }
    }

    private static Event.Imported imported(LegacyRow row, Role role, List<Part> parts) {
        return new Event.Imported(row.text("author"), role, parts, row.original());
    }

    private static Optional<String> id(LegacyRow row) {
        return Optional.of(row.text("id")).filter(id -> !id.isBlank());
    }

    /**
     * An entry without an id of its own, as one that has that of an earlier one, gets one made of its place, so that an
     * import made again is the same.
     */
    private void append(Optional<String> id, Event.Body body) throws SQLException {
        var seq = entries.size() + 1;
        var entry = fitting(new Event(seq, id.filter(ids::add).orElseGet(() -> uuid("entry " + seq)), now, turn, body));
        entries.add(Mark.of(now, entry.body()));
        sink.take(entry);
    }

    /** As large as an entry may be: what is more is in the database that is kept, and the others come all the same. */
    private Event fitting(Event entry) {
        if (!(entry.body() instanceof Event.Imported(var author, var role, var parts, var original))
                || !large
                || EventCodec.fits(entry)) {
            return entry;
        }
        tally.unreadable();
        // the bytes of pictures are in the parts too
        var lean = (JsonValue.Obj) LegacyBytes.without(original);
        return Stream.of(
                        new Event.Imported(author, role, parts, lean),
                        new Event.Imported(author, role, List.of(TOO_LARGE), LegacyRow.bare(lean)))
                .map(entry::withBody)
                .filter(EventCodec::fits)
                .findFirst()
                .orElse(entry);
    }

    private String uuid(String what) {
        var name = Json.write(JsonValue.of(List.of(key.app(), key.user(), key.id(), what)));
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Role role(LegacyRow row) {
        var role = row.content().flatMap(content -> content.string("role")).orElse("");
        return switch (role) {
            case "model", "assistant" -> Role.ASSISTANT;
            case "function", "tool" -> Role.TOOL;
            default -> Role.USER;
        };
    }

    private static String summary(LegacyRow row) {
        return text(row.compaction()
                .flatMap(compaction -> compaction.object("compacted_content"))
                .or(row::content));
    }

    /** Whether it is part of what was said, not of what tools did. */
    private static boolean isSaid(LegacyParts part) {
        return !(part instanceof LegacyParts.Call || part instanceof LegacyParts.Result);
    }

    private static String text(Optional<JsonValue.Obj> content) {
        var text = new StringBuilder();
        for (var part : content.map(found -> found.array("parts")).orElse(List.of())) {
            if (LegacyParts.of(part) instanceof LegacyParts.Plain line) {
                text.append(text.isEmpty() ? "" : "\n").append(line.text());
            }
        }
        return text.toString();
    }

    /** The last entry up to that time, and on until each call has its result, which cannot be shown without it. */
    private long lastCovered(Instant end) {
        var covered = 0;
        for (var i = 0; i < entries.size(); i++) {
            if (!entries.get(i).at.isAfter(end) && !entries.get(i).isSummary) {
                covered = i + 1;
            }
        }
        var open = new HashSet<String>();
        for (var i = 0; i < entries.size() && (i < covered || !open.isEmpty()); i++) {
            for (var call : entries.get(i).calls) {
                if (call.isAsked) {
                    open.add(call.id);
                } else {
                    open.remove(call.id);
                }
            }
            covered = Math.max(covered, i + 1);
        }
        return covered;
    }

    /** Takes an entry. */
    interface Sink {
        void take(Event entry) throws SQLException;
    }

    /** What is kept of an entry, which itself may be large. */
    private record Mark(Instant at, boolean isSummary, List<Call> calls) {
        static Mark of(Instant at, Event.Body body) {
            var calls = body instanceof Event.Imported imported
                    ? imported.parts().stream().flatMap(Call::of).toList()
                    : List.<Call>of();
            return new Mark(at, body instanceof Event.Compaction, calls);
        }
    }

    /** A call that is asked for, or else answered. */
    private record Call(String id, boolean isAsked) {
        static Stream<Call> of(Part part) {
            return switch (part) {
                case Part.ToolUse use -> Stream.of(new Call(use.id(), true));
                case Part.ToolOutput output -> Stream.of(new Call(output.callId(), false));
                case Part.Text _, Part.Image _, Part.Reasoning _ -> Stream.empty();
            };
        }
    }
}
