package ai.zavora.core.guardrail;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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

    /** A JSON value with the finds in its strings replaced, and what they were; names of members stay. */
    public RedactedJson redact(JsonValue value) {
        var finds = new ArrayList<Detection>();
        return new RedactedJson(redact(value, finds), joined(finds));
    }

    /** A JSON value with the finds in its strings replaced. */
    public record RedactedJson(JsonValue value, Detection found) {}

    private JsonValue redact(JsonValue value, List<Detection> finds) {
        return switch (value) {
            case JsonValue.Str(var text) -> {
                var redacted = guardrail.redact(text);
                finds.add(redacted.found());
                yield redacted.found().isEmpty() ? value : JsonValue.of(redacted.text());
            }
            case JsonValue.Arr(var items) ->
                JsonValue.array(items.stream().map(item -> redact(item, finds)).toList());
            case JsonValue.Obj(var members) -> {
                var changed = new LinkedHashMap<String, JsonValue>();
                members.forEach((name, member) -> changed.put(name, redact(member, finds)));
                yield new JsonValue.Obj(changed);
            }
            case JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> value;
        };
    }

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
    public ZavoraException blocked(Detection found) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The " + direction.word() + " guardrail blocked this turn: it found " + String.join(", ", found.hits())
                        + ".",
                "Take it out, or change guardrail_" + direction.word() + "_mode or guardrail_terms.");
    }
}
