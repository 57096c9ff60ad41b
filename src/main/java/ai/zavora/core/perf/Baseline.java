package ai.zavora.core.perf;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.json.JsonValue.Num;
import ai.zavora.base.text.ControlFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of a release that later ones are compared with.
 *
 * @param version of that release
 * @param machine it was measured on, in words; empty when not known
 * @param figures by suite and name
 */
public record Baseline(String version, Optional<String> machine, Map<String, Map<String, Expected>> figures) {
    /** By how much a figure may be worse where the file says nothing else. */
    static final double TOLERANCE = 0.25;

    private static final String HINT = "Write {\"version\":\"1.0.0\",\"suites\":{\"SUITE\":{\"FIGURE\":10.5,"
            + "\"OTHER\":{\"value\":10.5,\"tolerance\":0.5}}}}; docs/performance.md says more.";

    public Baseline {
        figures = Map.copyOf(figures);
    }

    /**
     * What a figure is compared with.
     *
     * @param value finite and at least 0
     * @param tolerance the share by which it may be worse, at least 0
     */
    public record Expected(double value, double tolerance) {}

    /** What that figure of that suite is compared with. */
    public Optional<Expected> of(String suite, String name) {
        return Optional.ofNullable(figures.getOrDefault(suite, Map.of()).get(name));
    }

    /**
     * Reads a baseline.
     *
     * @param source what it is called in messages
     * @throws ZavoraException INPUT, when anything in it is wrong: a baseline is written by hand, and judges
     */
    public static Baseline read(String text, String source) {
        try {
            var json = Json.parseObject(text);
            var suites = json.object("suites").orElseThrow(() -> wrong(source, "has no object \"suites\""));
            var figures = new HashMap<String, Map<String, Expected>>();
            for (var suite : suites.members().entrySet()) {
                if (!(suite.getValue() instanceof JsonValue.Obj members)) {
                    throw wrong(source, "has no object for \"" + suite.getKey() + "\"");
                }
                figures.put(suite.getKey(), suite(members, source));
            }
            return new Baseline(
                    json.string("version").orElseThrow(() -> wrong(source, "has no text \"version\"")),
                    json.string("machine"),
                    figures);
        } catch (JsonException e) {
            throw new ZavoraException(ErrorKind.INPUT, "The baseline " + source + " is not JSON.", HINT, e);
        }
    }

    private static Map<String, Expected> suite(JsonValue.Obj members, String source) {
        var figures = new HashMap<String, Expected>();
        members.members()
                .forEach((name, value) -> figures.put(
                        name,
                        expected(value)
                                .orElseThrow(() -> wrong(
                                        source,
                                        "has for \"" + name + "\" neither a number from 0 nor such a value with a"
                                                + " tolerance from 0"))));
        return Map.copyOf(figures);
    }

    private static Optional<Expected> expected(JsonValue value) {
        if (value instanceof JsonValue.Obj object) {
            var tolerance = object.get("tolerance").orElse(new Num(Double.toString(TOLERANCE)));
            return number(object.get("value").orElse(JsonValue.Null.NULL))
                    .flatMap(number -> number(tolerance).map(share -> new Expected(number, share)));
        }
        return number(value).map(number -> new Expected(number, TOLERANCE));
    }

    private static Optional<Double> number(JsonValue value) {
        return value instanceof Num(var text)
                ? Optional.of(Double.parseDouble(text)).filter(Measurement::isFigure)
                : Optional.empty();
    }

    private static ZavoraException wrong(String source, String what) {
        return new ZavoraException(
                ErrorKind.INPUT, "The baseline " + source + " " + ControlFilter.line(what) + ".", HINT);
    }
}
