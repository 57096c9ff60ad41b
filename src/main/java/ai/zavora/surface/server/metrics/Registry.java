package ai.zavora.surface.server.metrics;

import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** All families of the server, told in the order in which they were made. Safe for use from several threads. */
public final class Registry {
    /** The media type of {@link #text}. */
    public static final String CONTENT_TYPE = TextFormat.CONTENT_TYPE;

    private final List<Family> families = new CopyOnWriteArrayList<>();

    /** Makes a counter; its name ends in {@code _total}. */
    public Counter counter(String name, String help, String... labels) {
        var counter = new Counter(name, help, List.of(labels));
        families.add(counter);
        return counter;
    }

    /** Makes a histogram of seconds. */
    public Histogram histogram(String name, String help, String label) {
        var histogram = new Histogram(name, help, label);
        families.add(histogram);
        return histogram;
    }

    /** Tells what goes up and down. */
    public void gauge(String name, String help, DoubleSupplier value) {
        families.add(new Gauge(name, "gauge", help, () -> OptionalDouble.of(value.getAsDouble())));
    }

    /** Tells what goes up and down where it is known. */
    void gaugeIfKnown(String name, String help, Supplier<OptionalDouble> value) {
        families.add(new Gauge(name, "gauge", help, value));
    }

    /** Tells what only grows and is counted elsewhere. */
    void counted(String name, String help, DoubleSupplier value) {
        families.add(new Gauge(name, "counter", help, () -> OptionalDouble.of(value.getAsDouble())));
    }

    /** Tells what never changes, as labels of the number 1. */
    public void info(String name, String help, List<String> labels, List<String> values) {
        families.add(out -> {
            out.family(name, "gauge", help);
            out.sample(name, labels, values, 1);
        });
    }

    /** Everything as it is now. */
    public String text() {
        var out = new TextFormat();
        families.forEach(family -> family.writeTo(out));
        return out.toString();
    }
}
