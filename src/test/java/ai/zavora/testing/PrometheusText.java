package ai.zavora.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the text format of Prometheus, version 0.0.4, and refuses whatever is not in that format. */
public final class PrometheusText {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
    private static final Pattern LABEL =
            Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{" + LABEL + "(?:," + LABEL + ")*\\})? ([-+.0-9eE]+|[-+]Inf|NaN)");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();

    private PrometheusText() {}

    /**
     * Reads a text.
     *
     * @throws AssertionError when it is not in the format
     */
    public static PrometheusText parse(String text) {
        var read = new PrometheusText();
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line does not end");
        }
        text.lines().forEach(read::line);
        return read;
    }

    private void line(String line) {
        var type = TYPE.matcher(line);
        if (type.matches()) {
            if (types.put(type.group(1), type.group(2)) != null) {
                throw new AssertionError("a second type: " + line);
            }
            return;
        }
        if (HELP.matcher(line).matches()) {
            return;
        }
        var sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no line of the format: " + line);
        }
        var family = sample.group(1).replaceFirst("_(bucket|sum|count)$", "");
        if (!types.containsKey(sample.group(1)) && !"histogram".equals(types.get(family))) {
            throw new AssertionError("no type before " + line);
        }
        var space = line.lastIndexOf(' ');
        var value = line.substring(space + 1);
        var number = value.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value);
        if (samples.put(line.substring(0, space), number) != null) {
            throw new AssertionError("twice: " + line);
        }
    }

    /** Values by name and labels as they were written. */
    public Map<String, Double> samples() {
        return samples;
    }

    /** One value; 0 when there is no such series. */
    public double value(String series) {
        return samples.getOrDefault(series, 0.0);
    }
}
