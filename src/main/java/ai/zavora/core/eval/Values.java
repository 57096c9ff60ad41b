package ai.zavora.core.eval;

import ai.zavora.base.json.JsonCursor;
import ai.zavora.base.json.JsonCursor.Kind;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.Nearest;
import ai.zavora.core.eval.DatasetReader.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Takes values of the type a member must have. One of another type is noted and passed over. */
final class Values {
    /** Texts in arrays, all together: a run holds them and its report names them, in bounded memory. */
    private static final int MOST_TEXTS = 100_000;

    private final JsonCursor json;
    private final Problems problems;
    private int taken;

    Values(JsonCursor json, Problems problems) {
        this.json = json;
        this.problems = problems;
    }

    /** Whether a text of blanks alone will do. */
    enum Blank {
        ALLOWED,
        REFUSED
    }

    /** Whether a member has a meaning and stands for the first time; if not, its value is passed over. */
    boolean isNew(String name, Set<String> seen, List<String> known) throws JsonException {
        var line = json.line();
        if (!known.contains(name)) {
            problems.note(
                    line,
                    "'" + ControlFilter.line(name, 40) + "' means nothing here"
                            + Nearest.to(name, known)
                                    .map(near -> ", did you mean '" + near + "'?")
                                    .orElse("; known are " + String.join(", ", known)));
        } else if (!seen.add(name)) {
            problems.note(line, "'" + name + "' stands twice");
        } else {
            return true;
        }
        json.skip();
        return false;
    }

    /** A string; empty when it is something else. */
    Optional<String> text(String name, Blank blank) throws JsonException {
        if (json.kind() != Kind.STRING) {
            passOver(name, "a string");
            return Optional.empty();
        }
        var text = json.string();
        if (blank == Blank.REFUSED && text.isBlank()) {
            problems.note(json.line(), "'" + name + "' is blank");
        }
        return Optional.of(text);
    }

    /** Strings; those of an array alone. */
    List<String> texts(String name) throws JsonException {
        if (json.kind() != Kind.ARRAY) {
            passOver(name, "an array of strings");
            return List.of();
        }
        var texts = new ArrayList<String>();
        json.enterArray();
        while (json.hasItem()) {
            if (++taken > MOST_TEXTS) {
                throw problems.wrong(
                        json.line(), "more than " + MOST_TEXTS + " chunks and terms in one data set are too many");
            }
            text(name + "[" + texts.size() + "]", Blank.ALLOWED).ifPresentOrElse(texts::add, () -> texts.add(""));
        }
        return texts;
    }

    /** A whole number from 0; empty when it is something else. */
    OptionalInt count(String name) throws JsonException {
        if (json.kind() != Kind.NUMBER) {
            passOver(name, "a whole number");
            return OptionalInt.empty();
        }
        var number = json.number().asLong();
        if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > Integer.MAX_VALUE) {
            problems.note(json.line(), "'" + name + "' must be a whole number from 0 to " + Integer.MAX_VALUE);
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) number.getAsLong());
    }

    /** The same where {@code null} stands for nothing. */
    OptionalInt countOrNull(String name) throws JsonException {
        if (json.kind() == Kind.NULL) {
            json.skip();
            return OptionalInt.empty();
        }
        return count(name);
    }

    private void passOver(String name, String expected) throws JsonException {
        problems.note(
                json.line(),
                "'" + name + "' must be " + expected + ", not " + json.kind().words());
        json.skip();
    }
}
