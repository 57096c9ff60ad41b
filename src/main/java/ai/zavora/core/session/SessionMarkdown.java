package ai.zavora.core.session;

import ai.zavora.base.text.ControlFilter;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A session as Markdown, for reading. Pure. */
public final class SessionMarkdown {
    /** The first or last line of a block of code (CommonMark 0.31.2, section 4.5). */
    private static final Pattern FENCE = Pattern.compile("( {0,3})(`{3,}|~{3,})(.*)");

    /** What could be taken for the heading of another event. */
    private static final Pattern HEADING = Pattern.compile(" {0,3}(?=## +\\d+\\. )");

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

    /** What people and the model said stands as it is, but for headings like ours; everything else as a block of code. */
    private static String body(Event.Body body, String text) {
        var prose = body instanceof Event.UserMessage
                || SessionView.isFinal(body)
                || body instanceof Event.Imported
                || body instanceof Event.Compaction;
        if (text.isEmpty()) {
            return "*" + EventText.kind(body) + "*\n";
        }
        var fence = "`".repeat(Math.max(3, longestRun(text) + 1));
        return prose ? prose(text) : fence + "\n" + text + "\n" + fence + "\n";
    }

    /** Markdown of its own, in lines; a block of code that it leaves open is ended. */
    private static String prose(String text) {
        var written = new StringBuilder();
        var open = "";
        for (var line : text.split("\n", -1)) {
            var heading = HEADING.matcher(line);
            var escaped = open.isEmpty() && heading.lookingAt()
                    ? heading.group() + "\\" + line.substring(heading.end())
                    : line;
            written.append(escaped).append('\n');
            open = openAfter(line.stripTrailing(), open);
        }
        return open.isEmpty() ? written.toString() : written + open + "\n";
    }

    /** What would end the block of code that is open behind a line; empty when none is. */
    private static String openAfter(String line, String open) {
        var fence = FENCE.matcher(line);
        if (!fence.matches()) {
            return open;
        }
        var run = fence.group(2);
        var rest = fence.group(3);
        if (open.isEmpty()) {
            var isCode = run.startsWith("`") && rest.indexOf('`') >= 0;
            return isCode ? "" : fence.group(1) + run;
        }
        return rest.isBlank() && run.startsWith(open.strip()) ? "" : open;
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
