package ai.zavora.surface.cli.telemetry;

import java.util.Map;
import java.util.TreeMap;

/** Writes elements one in the other; whatever is put in is escaped. What comes out is well-formed XML as well. */
final class Markup {
    private final StringBuilder out = new StringBuilder();

    /** What stands in an element. */
    interface Content {
        void write();
    }

    /** An element with text alone. */
    Markup text(String element, Map<String, String> attributes, String text) {
        return element(element, attributes, () -> out.append(escaped(text)));
    }

    Markup text(String element, String text) {
        return text(element, Map.of(), text);
    }

    /** An element with others in it. */
    Markup element(String element, Map<String, String> attributes, Content content) {
        open(element, attributes);
        out.append('>');
        content.write();
        out.append("</").append(element).append(">\n");
        return this;
    }

    /** An element with nothing in it. */
    Markup empty(String element, Map<String, String> attributes) {
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
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Everything so far. */
    String result() {
        return out.toString();
    }
}
