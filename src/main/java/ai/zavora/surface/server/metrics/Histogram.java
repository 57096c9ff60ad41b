package ai.zavora.surface.server.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** How long something took, in seconds, by the value of one label. */
public final class Histogram implements Family {
    private static final List<Double> BOUNDS =
            List.of(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0);

    private final String name;
    private final String help;
    private final String label;
    private final Map<String, Cells> series = new ConcurrentSkipListMap<>();

    Histogram(String name, String help, String label) {
        this.name = name;
        this.help = help;
        this.label = label;
    }

    /** What was observed of one value: each count is of its own bucket alone. */
    private static final class Cells {
        private final long[] counts = new long[BOUNDS.size() + 1];
        private double sum;

        synchronized void add(double seconds) {
            var bucket = 0;
            while (bucket < BOUNDS.size() && seconds > BOUNDS.get(bucket)) {
                bucket++;
            }
            counts[bucket]++;
            sum += seconds;
        }

        synchronized void write(TextFormat out, Histogram of, String value) {
            var total = 0L;
            for (var bucket = 0; bucket < counts.length; bucket++) {
                total += counts[bucket];
                var bound = bucket < BOUNDS.size() ? BOUNDS.get(bucket) : Double.POSITIVE_INFINITY;
                out.sample(
                        of.name + "_bucket", List.of(of.label, "le"), List.of(value, TextFormat.number(bound)), (double)
                                total);
            }
            out.sample(of.name + "_sum", List.of(of.label), List.of(value), sum);
            out.sample(of.name + "_count", List.of(of.label), List.of(value), (double) total);
        }
    }

    /** Observes one more. */
    public void observe(String value, Duration took) {
        series.computeIfAbsent(value, _ -> new Cells()).add(took.toNanos() / 1e9);
    }

    @Override
    public void writeTo(TextFormat out) {
        out.family(name, "histogram", help);
        series.forEach((value, cells) -> cells.write(out, this, value));
    }
}
