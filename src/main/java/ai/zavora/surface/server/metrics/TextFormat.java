package ai.zavora.surface.server.metrics;

import java.util.List;

/** Writes the text format of Prometheus, version 0.0.4. For one thread. */
final class TextFormat {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder(4096);

    /** Begins a family; its samples follow. */
    void family(String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /** One sample; names and values of labels are of the same number. */
    void sample(String name, List<String> labels, List<String> values, double value) {
        out.append(name);
        for (var i = 0; i < labels.size(); i++) {
            out.append(i == 0 ? '{' : ',').append(labels.get(i)).append("=\"");
            out.append(escaped(values.get(i)).replace("\"", "\\\"")).append('"');
        }
        out.append(labels.isEmpty() ? "" : "}")
                .append(' ')
                .append(number(value))
                .append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    /** A number as the format has it, without a point where it is whole. */
    static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
