package ai.zavora.surface.cli.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text: the first column set to the left, all others, which are figures, to the right. Made for names of one
 * cell per character.
 */
final class Columns {
    private final List<String[]> rows = new ArrayList<>();

    void row(String... cells) {
        rows.add(cells);
    }

    void appendTo(StringBuilder text) {
        var widths = new int[rows.getFirst().length];
        for (var row : rows) {
            for (var i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (var row : rows) {
            text.append("  ").append(row[0]).repeat(' ', widths[0] - row[0].length());
            for (var i = 1; i < row.length; i++) {
                text.append("  ").repeat(' ', widths[i] - row[i].length()).append(row[i]);
            }
            text.append('\n');
        }
    }
}
