package ai.zavora.surface.server.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The media types a caller would have, as the {@code Accept} fields of a request say (RFC 9110, 12.5.1). */
public final class Acceptable {
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";
    private static final double WHOLE = 1;

    private final List<Range> ranges;

    private Acceptable(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * Reads the fields; ranges that are malformed count for nothing.
     *
     * @param fields all of them, in their order
     */
    public static Acceptable of(List<String> fields) {
        var ranges = new ArrayList<Range>();
        for (var element : String.join(",", fields).split(",")) {
            Range.parse(element).ifPresent(ranges::add);
        }
        return new Acceptable(ranges);
    }

    /**
     * Whether an answer is to come as events rather than as JSON: they are liked better, or as well and asked for by
     * name. Who takes neither gets JSON, as does who says nothing.
     */
    public boolean prefersEvents() {
        var events = quality(EVENTS);
        var json = quality(JSON);
        return events > json
                || (events > 0 && events == json && ranges.stream().anyMatch(range -> range.name.equals(EVENTS)));
    }

    /** That of the most specific range that holds the type; 0 for none. */
    private double quality(String type) {
        var family = type.substring(0, type.indexOf('/') + 1) + "*";
        return named(type).or(() -> named(family)).or(() -> named("*/*")).orElse(0.0);
    }

    private Optional<Double> named(String name) {
        return ranges.stream()
                .filter(range -> range.name.equals(name))
                .map(Range::quality)
                .max(Double::compare);
    }

    /** @param quality 0 for what is not acceptable, to 1 */
    private record Range(String name, double quality) {

        static Optional<Range> parse(String element) {
            // Without the limit nothing at all comes of signs that part alone.
            var parts = element.split(";", -1);
            var name = parts[0].strip().toLowerCase(Locale.ROOT);
            if (name.indexOf('/') < 1) {
                return Optional.empty();
            }
            for (var i = 1; i < parts.length; i++) {
                var parameter = parts[i].strip().toLowerCase(Locale.ROOT);
                if (parameter.startsWith("q=")) {
                    var value = parameter.substring(2);
                    return value.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")
                            ? Optional.of(new Range(name, Double.parseDouble(value)))
                            : Optional.empty();
                }
            }
            return Optional.of(new Range(name, WHOLE));
        }
    }
}
