package ai.zavora.surface.cli.telemetry;

import ai.zavora.core.telemetry.Timeline;
import ai.zavora.core.telemetry.Timeline.Window;
import ai.zavora.surface.cli.page.Markup;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Vertical columns over time, of one or several parts on top of each other. */
final class Columned {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 150;
    private static final int LEFT = 52;
    private static final int BOTTOM = 24;
    private static final int TOP = 8;
    private static final int MOST = 90;
    private static final int LABELS = 6;
    private static final int LABEL_WIDTH = 80;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ROOT);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Markup page;
    private final Timeline timeline;

    Columned(Markup page, Timeline timeline) {
        this.page = page;
        this.timeline = timeline.inAtMost(MOST);
    }

    /**
     * One part of each column.
     *
     * @param style its style class
     */
    record Part(String style, String name, ToLongFunction<Window> value) {}

    /** How wide a column is, in minutes. */
    long minutes() {
        return timeline.width().toMinutes();
    }

    void draw(String title, List<Part> parts) {
        var most = Math.max(
                1,
                timeline.windows().stream()
                        .mapToLong(window -> sum(window, parts))
                        .max()
                        .orElse(1));
        page.element(
                "svg", Map.of("viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", title), () -> {
                    scale(most);
                    for (var i = 0; i < timeline.windows().size(); i++) {
                        column(i, parts, most);
                    }
                    times();
                });
    }

    private static long sum(Window window, List<Part> parts) {
        return parts.stream()
                .mapToLong(part -> part.value().applyAsLong(window))
                .sum();
    }

    private void scale(long most) {
        for (var value : most == 1 ? new long[] {0, 1} : new long[] {0, most / 2, most}) {
            var y = number(y(value, most));
            page.empty("line", Map.of("class", "grid", "x1", "" + LEFT, "x2", "" + WIDTH, "y1", y, "y2", y));
            page.text(
                    "text",
                    Map.of("class", "name", "x", "" + (LEFT - 8), "y", number(y(value, most) + 4)),
                    Figures.count(value));
        }
    }

    private void column(int index, List<Part> parts, long most) {
        var window = timeline.windows().get(index);
        if (sum(window, parts) == 0) {
            return;
        }
        var below = 0L;
        for (var part : parts) {
            var value = part.value().applyAsLong(window);
            if (value > 0) {
                var upper = y(below + value, most);
                var told = part.name() + ": " + Figures.count(value) + ", from " + timeline.startOf(index);
                page.element(
                        "rect",
                        Map.of(
                                "class", part.style(),
                                "x", number(x(index) + 0.5),
                                "y", number(upper),
                                "width", number(Math.max(1, step() - 1)),
                                "height", number(Math.max(1, y(below, most) - upper))),
                        () -> page.text("title", told));
                below += value;
            }
        }
    }

    private void times() {
        var count = timeline.windows().size();
        var every = Math.max(Math.ceilDiv(count, LABELS), (int) Math.ceil(LABEL_WIDTH / step()));
        var oneDay = timeline.width().multipliedBy(count).toHours() < 24;
        for (var i = 0; i < count && x(i) < WIDTH - LABEL_WIDTH; i += every) {
            page.text(
                    "text",
                    Map.of("class", "time", "x", number(x(i)), "y", "" + (HEIGHT - 6)),
                    label(timeline.startOf(i), oneDay && i > 0 ? HOUR : DAY));
        }
    }

    private static String label(Instant time, DateTimeFormatter format) {
        return format.format(time.atOffset(ZoneOffset.UTC));
    }

    /** Few columns are not stretched over the whole width. */
    private double step() {
        return (double) (WIDTH - LEFT) / Math.max(timeline.windows().size(), LABELS * 4);
    }

    private double x(int index) {
        return LEFT + index * step();
    }

    private static double y(long value, long most) {
        return HEIGHT - BOTTOM - (double) value / most * (HEIGHT - BOTTOM - TOP);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
