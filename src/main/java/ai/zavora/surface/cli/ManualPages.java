package ai.zavora.surface.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The help pages of all commands as manual pages, in the man(7) macros. */
public final class ManualPages {
    private static final String INDENT = "  ";
    private static final String DEEP_INDENT = "      ";

    private ManualPages() {}

    /** Every page by the name of its file, for example {@code zavora-cli-models-pull.1}. */
    public static Map<String, String> all() {
        var manual = new LinkedHashMap<String, String>();
        for (var page : HelpPages.all().entrySet()) {
            var name = ("zavora-cli " + page.getKey()).strip().replace(' ', '-');
            manual.put(name + ".1", manualPage(name, page.getValue()));
        }
        return manual;
    }

    static String manualPage(String name, String help) {
        var roff = new StringBuilder(
                ".TH " + name.toUpperCase(java.util.Locale.ROOT) + " 1 \"\" \"" + Version.LINE + "\"\n");
        var lines = help.split("\n", -1);
        roff.append(".SH NAME\n")
                .append(escaped(name))
                .append(" \\- ")
                .append(escaped(summary(lines)))
                .append('\n');
        roff.append(".SH SYNOPSIS\n")
                .append(escaped(lines[0].substring("Usage: ".length())))
                .append("\n.SH DESCRIPTION\n");
        for (var i = 1; i < lines.length; i++) {
            appendLine(roff, lines[i]);
        }
        return roff.toString();
    }

    /** The first sentence of the description. */
    private static String summary(String[] lines) {
        var text = new StringBuilder();
        for (var i = 2; i < lines.length && !lines[i].isEmpty(); i++) {
            text.append(text.isEmpty() ? "" : " ").append(lines[i]);
        }
        var end = text.indexOf(". ");
        var sentence = end < 0 ? text.toString() : text.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static void appendLine(StringBuilder roff, String line) {
        if (line.isEmpty()) {
            roff.append(".PP\n");
        } else if (!line.startsWith(" ") && line.endsWith(":")) {
            roff.append(".SH ")
                    .append(escaped(line.substring(0, line.length() - 1)))
                    .append('\n');
        } else if (line.startsWith(DEEP_INDENT) && !line.strip().startsWith("-")) {
            roff.append(escaped(line.strip())).append('\n');
        } else if (line.startsWith(INDENT)) {
            var columns = line.strip().split(" {2,}", 2);
            roff.append(".TP\n.B ").append(escaped(columns[0])).append('\n');
            if (columns.length == 2) {
                roff.append(escaped(columns[1])).append('\n');
            }
        } else {
            roff.append(escaped(line)).append('\n');
        }
    }

    private static String escaped(String text) {
        var escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
