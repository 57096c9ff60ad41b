package ai.zavora.core.perf;

import ai.zavora.core.perf.Trend.Sample;
import ai.zavora.core.perf.Trend.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All figures over time, and what got worse than the baseline.
 *
 * @param runs how many there were
 * @param malformed lines of the history that were passed over
 * @param trends by suite, in the order in which suites and figures first appear
 * @param baseline what was compared with; empty for nothing
 * @param missing figures of the baseline that the newest run of their suite has not, as {@code SUITE FIGURE}
 */
public record TrendReport(
        int runs, int malformed, List<Trend> trends, Optional<Baseline> baseline, List<String> missing) {
    public TrendReport {
        trends = List.copyOf(trends);
        missing = List.copyOf(missing);
    }

    /** Puts a history beside a baseline. */
    public static TrendReport of(History history, Optional<Baseline> baseline) {
        Map<String, Map<String, List<Sample>>> bySuite = new LinkedHashMap<>();
        Map<String, Measurement> newest = new HashMap<>();
        for (var run : history.measurements()) {
            newest.put(run.suite(), run);
            var figures = bySuite.computeIfAbsent(run.suite(), _ -> new LinkedHashMap<>());
            run.figures().forEach((name, value) -> figures.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(new Sample(value, run)));
        }
        var trends = new ArrayList<Trend>();
        bySuite.forEach((suite, figures) -> figures.forEach((name, samples) ->
                trends.add(new Trend(suite, name, samples, baseline.flatMap(found -> found.of(suite, name))))));
        var missing = new TreeSet<String>();
        baseline.ifPresent(found -> found.figures()
                .forEach((suite, figures) -> figures.keySet().forEach(name -> {
                    var run = newest.get(suite);
                    if (run == null || !run.figures().containsKey(name)) {
                        missing.add(suite + " " + name);
                    }
                })));
        return new TrendReport(
                history.measurements().size(), history.malformed(), trends, baseline, List.copyOf(missing));
    }

    /** How many figures were compared with the baseline. */
    public long compared() {
        return trends.stream()
                .filter(trend -> trend.verdict() != Verdict.NOT_COMPARED)
                .count();
    }

    /** What got worse by more than its tolerance. */
    public List<Trend> regressions() {
        return trends.stream()
                .filter(trend -> trend.verdict() == Verdict.REGRESSION)
                .toList();
    }

    /** Whether the newest figures come from other machines than the baseline, as far as both say. */
    public boolean onAnotherMachine() {
        return baseline.flatMap(Baseline::machine)
                .filter(machine -> trends.stream()
                        .filter(trend -> trend.verdict() != Verdict.NOT_COMPARED)
                        .flatMap(trend -> trend.last().run().machine().stream())
                        .anyMatch(other -> !other.equals(machine)))
                .isPresent();
    }
}
