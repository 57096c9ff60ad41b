package ai.zavora.surface.cli.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text: the first column set to the left, all others, which are figures, to the right. Made for names of one
 * cell per character.
 */
public final class Columns {
    private final List<String[]> rows = new ArrayList<>();

    /** Adds a row; all rows have the same number of cells. */
    public void row(String... cells) {
        rows.add(cells);
    }

    /** Appends the rows, each indented and without blanks at its end. */
    public void appendTo(StringBuilder text) {
        var widths = new int[rows.getFirst().length];
        for (var row : rows) {
            for (var i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (var row : rows) {
            var line = new StringBuilder("  ").append(row[0]).repeat(' ', widths[0] - row[0].length());
            for (var i = 1; i < row.length; i++) {
                line.append("  ").repeat(' ', widths[i] - row[i].length()).append(row[i]);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
