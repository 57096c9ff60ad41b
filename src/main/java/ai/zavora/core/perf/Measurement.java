package ai.zavora.core.perf;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import ai.zavora.base.json.JsonValue.Null;
import ai.zavora.base.json.JsonValue.Num;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a suite of measurements, a line of the history.
 *
 * @param at when it was measured
 * @param suite what was run, such as {@code perf-check}
 * @param commit of the sources, marked where they had changes; empty when not known
 * @param version of the program; empty when not known
 * @param machine in words; empty when not known
 * @param figures by name, in the order of the line; what could not be measured is left out
 */
public record Measurement(
        Instant at,
        String suite,
        Optional<String> commit,
        Optional<String> version,
        Optional<String> machine,
        Map<String, Double> figures) {

    public Measurement {
        requireNonNull(at, "at is null");
        requireNonNull(suite, "suite is null");
        requireNonNull(commit, "commit is null");
        requireNonNull(version, "version is null");
        requireNonNull(machine, "machine is null");
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** Reads a line; empty when it is no measurement: no time, no suite, no figures, or one that is no number from 0. */
    static Optional<Measurement> of(JsonValue.Obj line) {
        var at = line.string("generated_at").flatMap(Measurement::time);
        var suite = line.string("suite").filter(name -> !name.isBlank());
        var figures = line.object("figures").flatMap(Measurement::figures);
        if (at.isEmpty() || suite.isEmpty() || figures.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Measurement(
                at.get(),
                suite.get(),
                line.string("commit"),
                line.string("version"),
                line.string("machine"),
                figures.get()));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, Double>> figures(JsonValue.Obj members) {
        var figures = new LinkedHashMap<String, Double>();
        for (var member : members.members().entrySet()) {
            if (member.getValue() == Null.NULL) {
                continue;
            }
            if (!(member.getValue() instanceof Num(var text)) || !isFigure(Double.parseDouble(text))) {
                return Optional.empty();
            }
            figures.put(member.getKey(), Double.parseDouble(text));
        }
        return Optional.of(figures);
    }

    /** Whether a number can be a figure: times, sizes and rates are finite and not negative. */
    static boolean isFigure(double number) {
        return Double.isFinite(number) && number >= 0;
    }
}
