package ai.zavora.core.perf;

import ai.zavora.core.perf.Baseline.Expected;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One figure over time.
 *
 * @param suite it belongs to
 * @param name of the figure; its end is its unit
 * @param samples oldest first; never empty
 * @param expected by the baseline; empty where that has none
 */
public record Trend(String suite, String name, List<Sample> samples, Optional<Expected> expected) {
    private static final String MORE_IS_BETTER = "_per_second";

    public Trend {
        samples = List.copyOf(samples);
    }

    /** The figure in one run. */
    public record Sample(double value, Measurement run) {}

    /** How the last figure stands against the baseline. */
    public enum Verdict {
        /** Worse by more than the tolerance. */
        REGRESSION,
        WITHIN,
        /** Better by more than the tolerance. */
        BETTER,
        /** There is nothing to compare with. */
        NOT_COMPARED
    }

    /** The newest figure. */
    public Sample last() {
        return samples.getLast();
    }

    /** The median of all figures but the newest. */
    public OptionalDouble medianOfPrevious() {
        var previous = samples.subList(0, samples.size() - 1).stream()
                .mapToDouble(Sample::value)
                .sorted()
                .toArray();
        if (previous.length == 0) {
            return OptionalDouble.empty();
        }
        var middle = previous.length / 2;
        return OptionalDouble.of(
                previous.length % 2 == 1 ? previous[middle] : previous[middle - 1] / 2 + previous[middle] / 2);
    }

    /** By which share the newest figure is above the baseline, else above the median; empty where there is none, or it is 0. */
    public OptionalDouble change() {
        var other = expected.isPresent() ? OptionalDouble.of(expected.get().value()) : medianOfPrevious();
        return other.isEmpty() || other.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(last().value() / other.getAsDouble() - 1);
    }

    /** Whether a larger figure is a better one: rates alone are. */
    public boolean moreIsBetter() {
        return name.endsWith(MORE_IS_BETTER);
    }

    /** How the newest figure stands. */
    public Verdict verdict() {
        if (expected.isEmpty()) {
            return Verdict.NOT_COMPARED;
        }
        var value = expected.get().value();
        var tolerance = expected.get().tolerance();
        var high = last().value() > value * (1 + tolerance);
        // half as fast is as bad as twice as long
        var low = last().value() < value / (1 + tolerance);
        if (!high && !low) {
            return Verdict.WITHIN;
        }
        return high == moreIsBetter() ? Verdict.BETTER : Verdict.REGRESSION;
    }
}
