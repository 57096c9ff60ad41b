package ai.zavora.surface.cli;

import ai.zavora.surface.cli.syntax.HelpText;
import java.util.LinkedHashMap;
import java.util.Map;

/** The help pages of all commands. */
public final class HelpPages {

    private HelpPages() {}

    /**
     * Every page by the words that call its command, for example {@code models pull}; the program's own by the empty
     * text. The same on every machine.
     */
    public static Map<String, String> all() {
        var pages = new LinkedHashMap<String, String>();
        collect(new RootCommand(), pages);
        return pages;
    }

    private static void collect(Command command, Map<String, String> pages) {
        pages.put(command.syntax().path(), of(command));
        for (var entry : command.subcommands()) {
            collect(entry.command().get(), pages);
        }
    }

    static String of(Command command) {
        var summaries = new LinkedHashMap<String, String>();
        for (var entry : command.subcommands()) {
            summaries.put(entry.name(), entry.summary());
        }
        return new HelpText(command.syntax(), summaries).page();
    }
}
