package ai.zavora.core.guardrail;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A guardrail for one direction and what happens to its finds. Immutable and safe to share. */
public final class GuardrailPolicy {
    private final Guardrail guardrail;
    private final Direction direction;
    private final Mode mode;

    public GuardrailPolicy(Guardrail guardrail, Direction direction, Mode mode) {
        this.guardrail = requireNonNull(guardrail, "guardrail is null");
        this.direction = requireNonNull(direction, "direction is null");
        this.mode = requireNonNull(mode, "mode is null");
    }

    public Mode mode() {
        return mode;
    }

    /** Starts to look at a text that comes in pieces; what comes out has its finds replaced, whatever the mode. */
    public GuardedText open() {
        return guardrail.open();
    }

    /** The hit that a find is; empty when nothing was found. */
    public Optional<GuardrailHit> hit(Detection found) {
        return found.isEmpty() ? Optional.empty() : Optional.of(new GuardrailHit(direction, mode, found));
    }

    /** A text with its finds replaced. */
    public Guardrail.Redacted redact(String text) {
        return guardrail.redact(text);
    }

    /** A JSON value with the finds in its strings, numbers and names replaced, and what they were. */
    public RedactedJson redact(JsonValue value) {
        return redact(value, Set.of());
    }

    /** As {@link #redact(JsonValue)}; the declared names stay, since they say what was agreed on before. */
    public RedactedJson redact(JsonValue value, Set<String> declared) {
        var redaction = new JsonRedaction(guardrail, declared);
        var redacted = redaction.redact(value);
        return new RedactedJson(redacted, joined(redaction.finds()));
    }

    /** A JSON value with its finds replaced. */
    public record RedactedJson(JsonValue value, Detection found) {}

    /** Several finds as one: terms in the order they are configured in. */
    public Detection joined(List<Detection> finds) {
        var count = 0L;
        var byPlace = new TreeMap<Integer, String>();
        var others = new ArrayList<String>();
        for (var found : finds) {
            count += found.count();
            for (var hit : found.hits()) {
                var place = guardrail.terms().indexOf(hit);
                if (place >= 0) {
                    byPlace.put(place, hit);
                } else if (!others.contains(hit)) {
                    others.add(hit);
                }
            }
        }
        var hits = new ArrayList<>(byPlace.values());
        hits.addAll(others);
        return new Detection(hits, count);
    }

    /** The failure that ends a turn whose text is blocked. */
    public GuardrailBlockedException blocked(Detection found) {
        return new GuardrailBlockedException(
                direction,
                "The " + direction.word() + " guardrail blocked this turn: it found " + String.join(", ", found.hits())
                        + ".",
                "Take it out, or change guardrail_" + direction.word() + "_mode or guardrail_terms.");
    }

    /** The failure that ends a turn whose session holds what is blocked, from before this guardrail was on. */
    public GuardrailBlockedException blockedHistory(Detection found) {
        return new GuardrailBlockedException(
                direction,
                "The " + direction.word()
                        + " guardrail blocked this turn: the earlier conversation holds "
                        + String.join(", ", found.hits()) + ".",
                "Use a new session, fork this one before that place (sessions fork), or set guardrail_"
                        + direction.word() + "_mode to redact.",
                "Take it out of the messages, or set guardrail_" + direction.word() + "_mode to redact.");
    }
}
