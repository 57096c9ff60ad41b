package ai.zavora.surface.server.openapi;

import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What callers should know of a route.
 *
 * @param summary what it does, in a few words
 * @param query what may stand behind the question mark
 * @param body the schema of what is sent; empty for nothing
 * @param answers those that are no errors
 */
public record RouteDoc(String summary, List<Parameter> query, Optional<JsonValue.Obj> body, List<Answer> answers) {

    public RouteDoc {
        query = List.copyOf(query);
        answers = List.copyOf(answers);
    }

    /** A parameter that may be left out. */
    public record Parameter(String name, String meaning, JsonValue.Obj schema) {}

    /** An answer of one media type; the same status may have several. */
    public record Answer(int status, String mediaType, JsonValue.Obj schema) {}

    /** Nothing but the summary. */
    public static RouteDoc of(String summary) {
        return new RouteDoc(summary, List.of(), Optional.empty(), List.of());
    }

    /** The same with one more parameter. */
    public RouteDoc with(Parameter parameter) {
        return new RouteDoc(summary, added(query, parameter), body, answers);
    }

    /** The same with one more answer. */
    public RouteDoc with(Answer answer) {
        return new RouteDoc(summary, query, body, added(answers, answer));
    }

    /** The same with a body. */
    public RouteDoc withBody(JsonValue.Obj schema) {
        return new RouteDoc(summary, query, Optional.of(schema), answers);
    }

    private static <T> List<T> added(List<T> list, T item) {
        var more = new ArrayList<>(list);
        more.add(item);
        return more;
    }
}
