package ai.zavora.surface.cli.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A line through values in order, at equal distances, from zero up, with a dashed line to compare with. */
public final class LinePlot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 120;
    private static final int LEFT = 76;
    private static final int RIGHT = 12;
    private static final int BOTTOM = 8;
    private static final int TOP = 10;
    /** More are not told apart. */
    private static final int MOST = 200;

    private final Markup page;
    private final DoubleFunction<String> shown;

    /** @param shown how a value is written */
    public LinePlot(Markup page, DoubleFunction<String> shown) {
        this.page = page;
        this.shown = shown;
    }

    /**
     * A value.
     *
     * @param told what is said of it where a person points at it
     */
    public record Point(double value, String told) {}

    /**
     * Draws the last of the points.
     *
     * @param base what the dashed line shows; empty for none
     * @param style the style class of the last point
     */
    public void draw(String title, List<Point> all, OptionalDouble base, String style) {
        var points = all.subList(Math.max(0, all.size() - MOST), all.size());
        var largest = Math.max(points.stream().mapToDouble(Point::value).max().orElse(0), base.orElse(0));
        var most = largest > 0 ? largest : 1;
        page.element(
                "svg", Map.of("viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", title), () -> {
                    for (var value : new double[] {0, most}) {
                        horizontal("grid", value, most);
                        page.text(
                                "text",
                                Map.of("class", "name", "x", "" + (LEFT - 8), "y", number(y(value, most) + 4)),
                                shown.apply(value));
                    }
                    base.ifPresent(value -> horizontal("base", value, most));
                    if (points.size() > 1) {
                        page.empty("polyline", Map.of("points", path(points, most)));
                    }
                    for (var i = 0; i < points.size(); i++) {
                        circle(points.get(i), x(i, points.size()), most, i == points.size() - 1 ? style : "a");
                    }
                });
    }

    private void horizontal(String style, double value, double most) {
        var y = number(y(value, most));
        page.empty("line", Map.of("class", style, "x1", "" + LEFT, "x2", "" + (WIDTH - RIGHT), "y1", y, "y2", y));
    }

    private void circle(Point point, double x, double most, String style) {
        page.element(
                "circle",
                Map.of("class", style, "cx", number(x), "cy", number(y(point.value(), most)), "r", "3.5"),
                () -> page.text("title", point.told()));
    }

    private static String path(List<Point> points, double most) {
        return IntStream.range(0, points.size())
                .mapToObj(i -> number(x(i, points.size())) + ","
                        + number(y(points.get(i).value(), most)))
                .collect(Collectors.joining(" "));
    }

    private static double x(int index, int count) {
        return LEFT + 6 + (count == 1 ? 0 : (double) index / (count - 1) * (WIDTH - LEFT - RIGHT - 12));
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - Math.max(0, value) / most * (HEIGHT - BOTTOM - TOP);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
