package ai.zavora.adapter.provider.local;

import ai.zavora.adapter.provider.local.Turn.Speaker;
import java.util.ArrayList;
import java.util.List;

/**
 * The model's own chat template, run by the engine.
 *
 * <p>The engine hands texts back in a form that breaks on characters outside the basic plane, so the template is run on
 * plain placeholders, which the texts then replace.
 */
final class TemplateFormat implements PromptFormat {

    /** Runs a template. */
    @FunctionalInterface
    interface Template {
        /** @param system empty for none */
        String apply(String system, List<Turn> turns);
    }

    private final Template template;
    private final boolean refuses;
    private final String begin;

    /**
     * @param source the template itself
     * @param begin the text of the token that begins every prompt; the engine adds it once more by itself
     */
    TemplateFormat(Template template, String source, String begin) {
        this.template = template;
        // a template that refuses a role ends the process, and several refuse system texts
        this.refuses = source.contains("raise_exception");
        this.begin = begin;
    }

    @Override
    public String prompt(String system, List<Turn> turns) {
        var texts = new ArrayList<String>();
        var shapes = new ArrayList<Turn>();
        var head = system;
        for (var turn : turns.isEmpty() ? List.of(new Turn(Speaker.USER, "")) : turns) {
            var text = turn.text();
            if (refuses && !head.isEmpty()) {
                text = head + "\n\n" + text;
                head = "";
            }
            shapes.add(new Turn(turn.speaker(), placeholder(texts.size())));
            texts.add(text);
        }
        var headShape = "";
        if (!head.isEmpty()) {
            headShape = placeholder(texts.size());
            texts.add(head);
        }
        return fill(template.apply(headShape, shapes), texts);
    }

    /** One pass, so that a placeholder in somebody's text stays what it is. */
    private String fill(String shape, List<String> texts) {
        var prompt = new StringBuilder();
        var at = !begin.isEmpty() && shape.startsWith(begin) ? begin.length() : 0;
        while (at < shape.length()) {
            var open = shape.indexOf("@@T", at);
            var close = open < 0 ? -1 : shape.indexOf("@@", open + 3);
            if (close < 0) {
                return prompt.append(shape, at, shape.length()).toString();
            }
            prompt.append(shape, at, open);
            prompt.append(texts.get(Integer.parseInt(shape.substring(open + 3, close))));
            at = close + 2;
        }
        return prompt.toString();
    }

    private static String placeholder(int number) {
        return "@@T" + number + "@@";
    }

    @Override
    public List<String> stops() {
        return List.of();
    }
}
