package ai.zavora.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a collector was sent, by the field numbers of the OTLP protocol definitions. */
public final class Otlp {
    private Otlp() {}

    /**
     * A finished span.
     *
     * @param id its own, and its parent's and trace's; a root has an empty parent
     * @param links the spans it points to, which have no parents here
     */
    public record Span(
            Ids id,
            String name,
            int kind,
            Times times,
            Map<String, Object> attributes,
            Status status,
            List<Ids> links) {
        /** The kind of a span that calls another program. */
        public static final int CLIENT = 3;

        public static final int INTERNAL = 1;
    }

    public record Ids(String trace, String span, String parent) {}

    public record Times(Instant start, Instant end) {}

    /** @param code 0 for unset, 1 for ok, 2 for an error */
    public record Status(int code, List<Event> events) {}

    public record Event(String name, Map<String, Object> attributes) {}

    /** One log record. */
    public record Log(String event, String trace, String span, int severity, Map<String, Object> attributes) {}

    /** One point of a metric: count and sum of a histogram, or the value of a counter as its sum. */
    public record Point(
            String metric, String unit, Map<String, Object> attributes, long count, double sum, List<Double> bounds) {}

    /** The attributes of the program in any of the three requests. */
    public static Map<String, Object> resource(byte[] request) {
        return attributes(new Protobuf(request).message(1).message(1).messages(1));
    }

    /** The spans of an export request. */
    public static List<Span> spans(byte[] request) {
        return items(request).stream().map(Otlp::span).toList();
    }

    /** The log records of an export request. */
    public static List<Log> logs(byte[] request) {
        return items(request).stream()
                .map(log -> new Log(
                        log.text(12), log.hex(9), log.hex(10), (int) log.number(2), attributes(log.messages(6))))
                .toList();
    }

    /** The points of an export request. */
    public static List<Point> points(byte[] request) {
        var points = new ArrayList<Point>();
        for (var metric : items(request)) {
            for (var point : metric.message(9).messages(1)) {
                points.add(new Point(
                        metric.text(1),
                        metric.text(3),
                        attributes(point.messages(9)),
                        point.number(4),
                        point.floating(5),
                        point.longs(7).stream().map(Double::longBitsToDouble).toList()));
            }
            for (var point : metric.message(7).messages(1)) {
                points.add(new Point(
                        metric.text(1),
                        metric.text(3),
                        attributes(point.messages(7)),
                        1,
                        point.has(6) ? point.number(6) : point.floating(4),
                        List.of()));
            }
        }
        return points;
    }

    /** What the scopes of all resources hold: the same numbers in all three protocols. */
    private static List<Protobuf> items(byte[] request) {
        return new Protobuf(request)
                .messages(1).stream()
                        .flatMap(resource -> resource.messages(2).stream())
                        .flatMap(scope -> scope.messages(2).stream())
                        .toList();
    }

    private static Span span(Protobuf span) {
        var events = span.messages(11).stream()
                .map(event -> new Event(event.text(2), attributes(event.messages(3))))
                .toList();
        return new Span(
                new Ids(span.hex(1), span.hex(2), span.hex(4)),
                span.text(5),
                (int) span.number(6),
                new Times(time(span.number(7)), time(span.number(8))),
                attributes(span.messages(9)),
                new Status((int) span.message(15).number(3), events),
                span.messages(13).stream()
                        .map(link -> new Ids(link.hex(1), link.hex(2), ""))
                        .toList());
    }

    private static Instant time(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    private static Map<String, Object> attributes(List<Protobuf> pairs) {
        var attributes = new LinkedHashMap<String, Object>();
        pairs.forEach(pair -> attributes.put(pair.text(1), value(pair.message(2))));
        return attributes;
    }

    private static Object value(Protobuf value) {
        if (value.has(1)) {
            return value.text(1);
        }
        if (value.has(2)) {
            return value.number(2) != 0;
        }
        if (value.has(3)) {
            return value.number(3);
        }
        if (value.has(4)) {
            return value.floating(4);
        }
        return value.message(5).messages(1).stream().map(Otlp::value).toList();
    }
}
