package ai.zavora.surface.cli.perf;

import ai.zavora.core.perf.Baseline.Expected;
import ai.zavora.core.perf.Trend;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/** Figures as people read them. The end of a figure's name is its unit. */
final class Shown {
    private static final MathContext DIGITS = new MathContext(4);
    private static final String[][] UNITS = {
        {"_per_second", "/s"}, {"_ms", " ms"}, {"_s", " s"}, {"_mib", " MiB"}, {"_mb", " MB"}
    };

    private Shown() {}

    static String value(String name, double value) {
        var rounded = new BigDecimal(value).round(DIGITS);
        var text = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        for (var unit : UNITS) {
            if (name.endsWith(unit[0])) {
                return text + unit[1];
            }
        }
        return text;
    }

    static String value(String name, OptionalDouble value) {
        return value.isPresent() ? value(name, value.getAsDouble()) : "-";
    }

    static String expected(Trend trend) {
        return trend.expected()
                .map(expected -> value(trend.name(), expected.value()))
                .orElse("-");
    }

    static String change(Trend trend) {
        var change = trend.change();
        return change.isPresent() ? String.format(Locale.ROOT, "%+.1f %%", 100 * change.getAsDouble()) : "-";
    }

    /** The verdict in words; nothing where there is nothing to say. */
    static String verdict(Trend trend) {
        return switch (trend.verdict()) {
            case REGRESSION -> "REGRESSION";
            case BETTER -> "better";
            case WITHIN -> "ok";
            case NOT_COMPARED -> "";
        };
    }

    /** A regression in words. */
    static String regression(Trend trend) {
        var tolerance = trend.expected().map(Expected::tolerance).orElse(0.0);
        return trend.suite() + " " + trend.name() + ": "
                + value(trend.name(), trend.last().value()) + ", baseline "
                + expected(trend) + ", " + change(trend)
                + String.format(Locale.ROOT, " (tolerance %.0f %%)", 100 * tolerance);
    }
}
