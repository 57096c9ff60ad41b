package ai.zavora.surface.cli.telemetry;

import ai.zavora.surface.cli.page.Markup;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** Horizontal bars by name, each of one or several parts side by side or end to end. */
final class Bars {
    private static final int WIDTH = 720;
    private static final int NAMES = 190;
    private static final int VALUES = 130;
    private static final int BAR = 11;
    private static final int GAP = 12;
    private static final int MOST = 12;
    private static final int NAME_LENGTH = 28;

    private final Markup page;
    private final List<String> parts;
    private final Placing placing;
    private final LongFunction<String> shown;

    /** How the parts of one bar stand. */
    enum Placing {
        BELOW_EACH_OTHER,
        END_TO_END
    }

    /**
     * @param parts the style class of each part
     * @param shown how a value is written
     */
    Bars(Markup page, List<String> parts, Placing placing, LongFunction<String> shown) {
        this.page = page;
        this.parts = List.copyOf(parts);
        this.placing = placing;
        this.shown = shown;
    }

    /** One row: as many values as there are parts. */
    record Row(String name, List<Long> values, String label) {
        Row {
            values = List.copyOf(values);
        }

        private long sum() {
            return values.stream().mapToLong(Long::longValue).sum();
        }

        private long largest() {
            return values.stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }

    /** Draws the first rows; returns how many found no room. */
    int draw(String title, List<Row> all) {
        var rows = all.subList(0, Math.min(MOST, all.size()));
        var rowHeight = (placing == Placing.END_TO_END ? BAR + 3 : BAR * parts.size()) + GAP;
        var most = rows.stream()
                .mapToLong(row -> placing == Placing.END_TO_END ? row.sum() : row.largest())
                .max()
                .orElse(0);
        page.element(
                "svg",
                Map.of(
                        "viewBox",
                        "0 0 " + WIDTH + " " + (rows.size() * rowHeight + 4),
                        "role",
                        "img",
                        "aria-label",
                        title),
                () -> {
                    for (var i = 0; i < rows.size(); i++) {
                        draw(rows.get(i), i * rowHeight + 6, Math.max(1, most));
                    }
                });
        return all.size() - rows.size();
    }

    private void draw(Row row, int top, long most) {
        var height = placing == Placing.END_TO_END ? BAR + 3 : BAR * parts.size();
        var middle = top + height / 2 + 4;
        page.element(
                "text",
                Map.of("x", Integer.toString(NAMES - 10), "y", Integer.toString(middle), "class", "name"),
                () -> page.text("title", row.name()).text("tspan", clipped(row.name())));
        var x = (double) NAMES;
        var end = (double) NAMES;
        for (var i = 0; i < parts.size(); i++) {
            var value = row.values().get(i);
            var width = (double) value / most * (WIDTH - NAMES - VALUES);
            var y = placing == Placing.END_TO_END ? top : top + i * BAR;
            rectangle(i, new double[] {x, y, width, placing == Placing.END_TO_END ? height : BAR - 1}, value);
            end = Math.max(end, x + width);
            x += placing == Placing.END_TO_END ? width : 0;
        }
        page.text("text", Map.of("x", number(end + 8), "y", Integer.toString(middle), "class", "value"), row.label());
    }

    private void rectangle(int part, double[] place, long value) {
        page.element(
                "rect",
                Map.of(
                        "class", parts.get(part),
                        "x", number(place[0]),
                        "y", number(place[1]),
                        "width", number(Math.max(value > 0 ? 1 : 0, place[2])),
                        "height", number(place[3])),
                () -> page.text("title", shown.apply(value)));
    }

    private static String clipped(String name) {
        return name.codePointCount(0, name.length()) <= NAME_LENGTH
                ? name
                : name.substring(0, name.offsetByCodePoints(0, NAME_LENGTH - 1)) + "…";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
