package ai.zavora.surface.server.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What only grows, by the values of its labels. Whoever counts sees to it that those are few. */
public final class Counter implements Family {
    private final String name;
    private final String help;
    private final List<String> labels;
    private final Map<String, Series> series = new ConcurrentSkipListMap<>();

    private record Series(List<String> values, LongAdder count) {}

    Counter(String name, String help, List<String> labels) {
        this.name = name;
        this.help = help;
        this.labels = List.copyOf(labels);
    }

    /**
     * Adds to one series.
     *
     * @param amount not negative
     * @param values one for each label
     */
    public void add(long amount, String... values) {
        var list = List.of(values);
        if (list.size() != labels.size() || amount < 0) {
            throw new IllegalArgumentException(name + " has the labels " + labels + " and only grows");
        }
        series.computeIfAbsent(String.join("\0", list), _ -> new Series(list, new LongAdder()))
                .count()
                .add(amount);
    }

    @Override
    public void writeTo(TextFormat out) {
        out.family(name, "counter", help);
        series.values()
                .forEach(one -> out.sample(
                        name, labels, one.values(), (double) one.count().sum()));
    }
}
