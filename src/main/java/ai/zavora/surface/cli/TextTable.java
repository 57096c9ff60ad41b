package ai.zavora.surface.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of words, set in columns. Made for names and short texts of one cell per character. */
final class TextTable {
    private final List<String[]> rows = new ArrayList<>();

    /** Adds a row; all rows have the same number of cells. */
    void row(String... cells) {
        rows.add(cells);
    }

    /** Appends the rows, each indented and without blanks at its end. */
    void appendTo(StringBuilder text) {
        if (rows.isEmpty()) {
            return;
        }
        var widths = new int[rows.getFirst().length];
        for (var row : rows) {
            for (var i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (var row : rows) {
            var line = new StringBuilder("  ");
            for (var i = 0; i < row.length; i++) {
                if (widths[i] > 0) {
                    line.append(row[i]).repeat(' ', widths[i] - row[i].length() + 2);
                }
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
