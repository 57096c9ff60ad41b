package ai.zavora.core.command;

import ai.zavora.core.llm.ModelRoute;
import java.util.List;
import java.util.Locale;

/** How commands put numbers, routes and tables into words. */
final class Words {
    private Words() {}

    static String route(ModelRoute route) {
        return route.provider() + "/" + route.model();
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A percentage as the prompt and {@code /usage} show it: {@code <1%} for what is little but not nothing. */
    static String percent(long part, long whole) {
        var percent = part * 100 / whole;
        return percent == 0 && part > 0 ? "<1%" : percent + "%";
    }

    /** Two columns, the first as wide as its widest entry; rows without a second one end after the first. */
    static String table(List<Row> rows) {
        var width = rows.stream().mapToInt(row -> row.left().length()).max().orElse(0);
        var text = new StringBuilder();
        for (var row : rows) {
            if (!text.isEmpty()) {
                text.append('\n');
            }
            text.append("  ").append(row.left());
            if (!row.right().isEmpty()) {
                text.repeat(' ', width - row.left().length() + 2).append(row.right());
            }
        }
        return text.toString();
    }

    record Row(String left, String right) {}
}
