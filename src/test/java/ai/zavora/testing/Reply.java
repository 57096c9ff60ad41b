package ai.zavora.testing;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A proper answer of a model, free of any wire: {@link ModelServer} renders it in the wire the request came in on.
 * Immutable; the {@code with…} and {@code then…} methods answer a changed copy.
 *
 * @param pieces what is streamed, in order
 * @param ending why the model stopped; a complete reply with tool uses is said to end for them
 * @param usage what the provider reports
 * @param delivery how the bytes are cut and spaced
 */
public record Reply(List<Piece> pieces, Ending ending, Usage usage, Delivery delivery) implements Scripted {

    /** The usage every reply reports unless told otherwise. */
    public static final Usage USAGE = new Usage(11, 0, 0, 7, 0);

    public Reply {
        pieces = List.copyOf(pieces);
        requireNonNull(ending, "ending is null");
        requireNonNull(usage, "usage is null");
        requireNonNull(delivery, "delivery is null");
    }

    /** One thing that is streamed. */
    public sealed interface Piece {}

    /** A piece of the answer. */
    public record Text(String text) implements Piece {}

    /** The same piece of the answer many times, rendered once and sent in large blocks. */
    public record Repeated(String text, int times) implements Piece {}

    /** A piece of readable reasoning. */
    public record Reasoning(String text) implements Piece {}

    /** The opaque signature or encrypted block that ends the reasoning before it; left out on wires without such. */
    public record Signature(String data) implements Piece {}

    /** Tool calls asked for at once; their argument fragments are interleaved where the wire can do that. */
    public record ToolUses(List<Call> calls) implements Piece {
        public ToolUses {
            calls = List.copyOf(calls);
        }
    }

    /**
     * One tool call.
     *
     * @param id the call's id; wires without ids leave it out
     * @param fragments the JSON of the arguments in the pieces it is streamed in
     */
    public record Call(String id, String name, List<String> fragments) {
        public Call {
            fragments = List.copyOf(fragments);
        }

        /** A call whose arguments come in fragments of at most seven characters. */
        public static Call of(String id, String name, JsonValue.Obj arguments) {
            var text = Json.write(arguments);
            var fragments = new ArrayList<String>();
            for (var at = 0; at < text.length(); at += 7) {
                fragments.add(text.substring(at, Math.min(text.length(), at + 7)));
            }
            return new Call(id, name, fragments);
        }

        String arguments() {
            return String.join("", fragments);
        }
    }

    /** Events that today's clients do not know. */
    public record Unknown() implements Piece {}

    /** Nothing more is sent until the test opens the gate. */
    public record Wait(Gate gate) implements Piece {}

    /** Why the model stopped. */
    public enum Ending {
        COMPLETE,
        MAX_TOKENS,
        CONTENT_FILTER,
        /** The provider broke it off, where the wire has a word for that. */
        BROKEN_OFF
    }

    /**
     * How the bytes travel.
     *
     * @param bytesPerWrite at most so many bytes per write, each write its own HTTP chunk; 0 for one write per event
     * @param pause between two writes
     */
    public record Delivery(int bytesPerWrite, Duration pause) {
        public static final Delivery WHOLE_EVENTS = new Delivery(0, Duration.ZERO);
    }

    /** An answer streamed in these pieces. */
    public static Reply text(String... deltas) {
        return of(Arrays.stream(deltas).<Piece>map(Text::new).toList());
    }

    /** An answer of so many pieces, for throughput. */
    public static Reply manyDeltas(String delta, int times) {
        return of(List.of(new Repeated(delta, times)));
    }

    /** A finished answer that says nothing. */
    public static Reply empty() {
        return of(List.of());
    }

    /** One tool call; its id is {@code call_1}. */
    public static Reply toolUse(String name, JsonValue.Obj arguments) {
        return toolUses(Call.of("call_1", name, arguments));
    }

    /** Tool calls asked for at once. */
    public static Reply toolUses(Call... calls) {
        return of(List.of(new ToolUses(List.of(calls))));
    }

    /** Readable reasoning with its signature, to be followed by an answer. */
    public static Reply reasoning(String text, String signature) {
        return of(List.of(new Reasoning(text), new Signature(signature)));
    }

    /** These pieces, whatever they are. */
    public static Reply of(List<Piece> pieces) {
        return new Reply(pieces, Ending.COMPLETE, USAGE, Delivery.WHOLE_EVENTS);
    }

    /** This reply and then the pieces of another. */
    public Reply then(Reply next) {
        var all = new ArrayList<>(pieces);
        all.addAll(next.pieces);
        return new Reply(all, next.ending, usage, delivery);
    }

    /** This reply and then further text. */
    public Reply thenText(String... deltas) {
        return then(text(deltas));
    }

    /** This reply, and what comes behind it only when the gate is open. */
    public Reply thenWaitFor(Gate gate) {
        return then(of(List.of(new Wait(gate))));
    }

    /** This reply and then events no client knows yet. */
    public Reply thenUnknownEvents() {
        return then(of(List.of(new Unknown())));
    }

    /** The same with this usage reported. */
    public Reply withUsage(Usage newUsage) {
        return new Reply(pieces, ending, newUsage, delivery);
    }

    /** The same with this ending. */
    public Reply ending(Ending newEnding) {
        return new Reply(pieces, newEnding, usage, delivery);
    }

    /** The same, cut into writes of so many bytes, which splits lines and characters. */
    public Reply inWritesOf(int bytes) {
        return new Reply(pieces, ending, usage, new Delivery(bytes, delivery.pause));
    }

    /** The same with a pause after each write. */
    public Reply withPauses(Duration pause) {
        return new Reply(pieces, ending, usage, new Delivery(delivery.bytesPerWrite, pause));
    }

    /** All text pieces joined: what a client must have at the end. */
    public String joinedText() {
        var text = new StringBuilder();
        for (var piece : pieces) {
            if (piece instanceof Text(var delta)) {
                text.append(delta);
            } else if (piece instanceof Repeated(var delta, var times)) {
                text.repeat(delta, times);
            }
        }
        return text.toString();
    }

    boolean asksForTools() {
        return pieces.stream().anyMatch(ToolUses.class::isInstance);
    }
}
