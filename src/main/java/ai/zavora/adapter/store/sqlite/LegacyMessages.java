package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the parts of one session, in order, into messages that any model accepts: results in messages of their own, each
 * directly behind the message of its call, and a user's message first.
 */
final class LegacyMessages {
    private static final Part BEGAN_EARLIER = new Part.Text("[The conversation began earlier.]");

    private final LegacyCalls calls = new LegacyCalls();
    private List<Piece> pieces = new ArrayList<>();
    /** Whether a message was begun before. */
    private boolean begun;
    /** Whether results have followed the newest calls. */
    private boolean answering;

    /**
     * Parts of one role in one row.
     *
     * @param added whether nothing of the row is in it
     */
    record Piece(Role role, List<Part> parts, boolean added) {}

    /** Adds a part of a row of that role. */
    void add(Role role, LegacyParts part) {
        switch (part) {
            case LegacyParts.Call call -> {
                prepare(Role.ASSISTANT);
                put(Role.ASSISTANT, calls.asked(call));
            }
            case LegacyParts.Result result -> {
                var output = calls.answered(result);
                var as = output instanceof Part.ToolOutput ? Role.TOOL : Role.USER;
                prepare(as);
                put(as, output);
            }
            case LegacyParts.Thinking(var text) ->
                say(Role.ASSISTANT, text, new Part.Reasoning(text, Optional.empty()));
            case LegacyParts.Plain plain -> say(speaker(role), plain.text(), new Part.Text(plain.text()));
            case LegacyParts.Picture(var mimeType, var base64) ->
                say(
                        speaker(role),
                        mimeType,
                        // models are shown images by users only
                        speaker(role) == Role.USER
                                ? new Part.Image(mimeType, base64)
                                : new Part.Text("[image: " + mimeType + "]"));
        }
    }

    private static Role speaker(Role role) {
        return role == Role.ASSISTANT ? Role.ASSISTANT : Role.USER;
    }

    /** Some models refuse empty parts. */
    private void say(Role role, String text, Part part) {
        if (!text.isBlank()) {
            prepare(role);
            put(role, part);
        }
    }

    private void prepare(Role role) {
        if (role == Role.TOOL) {
            answering = true;
            return;
        }
        if (role == Role.USER || answering) {
            closeCalls();
        }
        answering = false;
        if (!begun && role == Role.ASSISTANT) {
            pieces.add(new Piece(Role.USER, List.of(BEGAN_EARLIER), true));
        }
        begun = true;
    }

    private void closeCalls() {
        if (calls.waiting()) {
            pieces.add(new Piece(Role.TOOL, calls.giveUp(), true));
        }
    }

    private void put(Role role, Part part) {
        if (pieces.isEmpty() || pieces.getLast().added || pieces.getLast().role != role) {
            pieces.add(new Piece(role, new ArrayList<>(), false));
        }
        pieces.getLast().parts.add(part);
    }

    /** What the parts added since the last time came to, in order. */
    List<Piece> take() {
        var taken = List.copyOf(pieces);
        pieces = new ArrayList<>();
        return taken;
    }

    /** Gives calls that still wait a result, and takes what that came to. */
    List<Piece> finish() {
        closeCalls();
        return take();
    }
}
