package ai.zavora.adapter.provider.openai;

import ai.zavora.core.llm.Part;
import java.util.List;

/** What both formats need of the parts of a message. */
final class Parts {
    private Parts() {}

    /** All texts joined. */
    static String text(List<Part> parts) {
        var joined = new StringBuilder();
        for (var part : parts) {
            if (part instanceof Part.Text(var text)) {
                joined.append(text);
            }
        }
        return joined.toString();
    }

    /** All readable reasoning joined. */
    static String reasoning(List<Part> parts) {
        var joined = new StringBuilder();
        for (var part : parts) {
            if (part instanceof Part.Reasoning reasoning) {
                joined.append(reasoning.text());
            }
        }
        return joined.toString();
    }

    static String dataUrl(Part.Image image) {
        return "data:" + image.mimeType() + ";base64," + image.base64();
    }
}
