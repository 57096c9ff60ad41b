package ai.zavora.surface.cli.page;

import java.util.Map;
import java.util.TreeMap;

/** Writes elements one in the other; whatever is put in is escaped. What comes out is well-formed XML as well. */
public final class Markup {
    private final StringBuilder out = new StringBuilder();

    /** What stands in an element. */
    public interface Content {
        void write();
    }

    /** An element with text alone. */
    public Markup text(String element, Map<String, String> attributes, String text) {
        return element(element, attributes, () -> out.append(escaped(text)));
    }

    /** An element with text alone and no attributes. */
    public Markup text(String element, String text) {
        return text(element, Map.of(), text);
    }

    /** An element with others in it. */
    public Markup element(String element, Map<String, String> attributes, Content content) {
        open(element, attributes);
        out.append('>');
        content.write();
        out.append("</").append(element).append(">\n");
        return this;
    }

    /** An element with nothing in it. */
    public Markup empty(String element, Map<String, String> attributes) {
        open(element, attributes);
        out.append("/>\n");
        return this;
    }

    private void open(String element, Map<String, String> attributes) {
        out.append('<').append(element);
        // in one order, so that the same report gives the same page
        new TreeMap<>(attributes).forEach((name, value) -> out.append(' ')
                .append(name)
                .append("=\"")
                .append(escaped(value))
                .append('"'));
    }

    private static String escaped(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> shown.append("&amp;");
                case '<' -> shown.append("&lt;");
                case '>' -> shown.append("&gt;");
                case '"' -> shown.append("&quot;");
                case '\'' -> shown.append("&#39;");
                default -> shown.appendCodePoint(isAllowed(c) ? c : '\uFFFD');
            }
        });
        return shown.toString();
    }

    /** XML has no way to write the other characters, not even as references. */
    private static boolean isAllowed(int c) {
        return (c >= ' ' && c <= '\uD7FF')
                || (c >= '\uE000' && c <= '\uFFFD')
                || c >= Character.MIN_SUPPLEMENTARY_CODE_POINT
                || c == '\n'
                || c == '\t';
    }

    /** Everything so far. */
    String result() {
        return out.toString();
    }
}
