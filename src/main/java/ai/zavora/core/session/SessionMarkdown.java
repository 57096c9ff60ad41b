package ai.zavora.core.session;

import ai.zavora.base.text.ControlFilter;
import java.util.function.Consumer;

/** A session as Markdown, for reading. Pure. */
public final class SessionMarkdown {
    private SessionMarkdown() {}

    /**
     * Writes it piece by piece.
     *
     * @param out takes the pieces in order
     */
    public static void write(SessionSummary session, Iterable<Event> events, Consumer<String> out) {
        out.accept("# Session " + ControlFilter.line(session.key().id()) + "\n\n"
                + "- application: " + ControlFilter.line(session.key().app()) + "\n"
                + "- user: " + ControlFilter.line(session.key().user()) + "\n"
                + "- created: " + session.createdAt() + "\n"
                + "- updated: " + session.updatedAt() + "\n"
                + "- events: " + session.lastSeq() + "\n");
        for (var event : events) {
            var text = ControlFilter.text(EventText.of(event.body()));
            out.accept("\n## " + event.seq() + ". " + ControlFilter.line(SessionView.author(event.body())) + ", "
                    + event.at() + "\n\n"
                    + body(event.body(), text));
        }
    }

    /**
     * What people and the model said is quoted, so that nothing in it, a heading or a block of code that is left open, passes
     * for something of the export (CommonMark 0.31.2, section 5.1); everything else is a block of code.
     */
    private static String body(Event.Body body, String text) {
        var prose = body instanceof Event.UserMessage
                || SessionView.isFinal(body)
                || body instanceof Event.Imported
                || body instanceof Event.Compaction;
        if (text.isEmpty()) {
            return "*" + EventText.kind(body) + "*\n";
        }
        var fence = "`".repeat(Math.max(3, longestRun(text) + 1));
        return prose ? quoted(text) : fence + "\n" + text + "\n" + fence + "\n";
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder();
        for (var line : text.split("\r\n|[\r\n]", -1)) {
            quoted.append(line.isEmpty() ? ">" : "> ").append(line).append('\n');
        }
        return quoted.toString();
    }

    private static int longestRun(String text) {
        var longest = 0;
        var run = 0;
        for (var i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
