package ai.zavora.surface.server.openapi;

import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What callers should know of a route.
 *
 * @param summary what it does, in a few words
 * @param parameters what may stand behind the question mark and in the header
 * @param body the schema of what is sent; empty for nothing
 * @param answers those that are no errors
 * @param errors the schema of those that are; empty for the common one
 */
public record RouteDoc(
        String summary,
        List<Parameter> parameters,
        Optional<JsonValue.Obj> body,
        List<Answer> answers,
        Optional<JsonValue.Obj> errors) {

    public RouteDoc {
        parameters = List.copyOf(parameters);
        answers = List.copyOf(answers);
    }

    /** Where a parameter stands. */
    public enum Place {
        QUERY,
        HEADER;

        /** As the description has it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A parameter that may be left out. */
    public record Parameter(Place place, String name, String meaning, JsonValue.Obj schema) {}

    /** An answer of one media type; the same status may have several. */
    public record Answer(int status, String mediaType, JsonValue.Obj schema) {}

    /** Nothing but the summary. */
    public static RouteDoc of(String summary) {
        return new RouteDoc(summary, List.of(), Optional.empty(), List.of(), Optional.empty());
    }

    /** The same with one more parameter. */
    public RouteDoc with(Parameter parameter) {
        return new RouteDoc(summary, added(parameters, parameter), body, answers, errors);
    }

    /** The same with one more answer. */
    public RouteDoc with(Answer answer) {
        return new RouteDoc(summary, parameters, body, added(answers, answer), errors);
    }

    /** The same with a body. */
    public RouteDoc withBody(JsonValue.Obj schema) {
        return new RouteDoc(summary, parameters, Optional.of(schema), answers, errors);
    }

    /** The same with errors of its own. */
    public RouteDoc withErrors(JsonValue.Obj schema) {
        return new RouteDoc(summary, parameters, body, answers, Optional.of(schema));
    }

    private static <T> List<T> added(List<T> list, T item) {
        var more = new ArrayList<>(list);
        more.add(item);
        return more;
    }
}
