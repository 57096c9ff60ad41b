package ai.zavora.surface.cli.telemetry;

import ai.zavora.base.text.ControlFilter;
import java.util.Locale;

/** Numbers and names as people read them. */
final class Figures {
    private static final long KIB = 1024;

    private Figures() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A count as short as it can be told. */
    static String rounded(long number) {
        if (number < 1_000_000) {
            return count(number);
        }
        return number < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f M", number / 1e6)
                : String.format(Locale.ROOT, "%,.1f G", number / 1e9);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String millis(long millis) {
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis < 60_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
                : String.format(Locale.ROOT, "%.1f min", millis / 60_000.0);
    }

    static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        var units = new String[] {"KiB", "MiB", "GiB", "TiB"};
        var value = bytes / (double) KIB;
        var unit = 0;
        while (value >= KIB && unit < units.length - 1) {
            value /= KIB;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    static String money(double amount, String currency) {
        return String.format(Locale.ROOT, "%.4f", amount) + (currency.isEmpty() ? "" : " " + name(currency));
    }

    /** A name out of a file, harmless on one line. */
    static String name(String name) {
        return ControlFilter.line(name);
    }
}
