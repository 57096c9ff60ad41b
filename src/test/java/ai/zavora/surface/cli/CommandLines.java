package ai.zavora.surface.cli;

import ai.zavora.base.config.Options;
import ai.zavora.surface.cli.syntax.Arguments;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Command lines of this program within scripts and texts, judged by the program's own list of commands. */
public final class CommandLines {
    private static final Pattern CALL =
            Pattern.compile("(?<![\\w/.~-])(?:\\./)?(?:zavora-cli|\"?\\$ZAVORA\"?)(?= |$)([^\\n]*)");
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"?|'[^']*'?|[^\\s\"']+");
    private static final Set<String> HELP = Set.of("-h", Arguments.HELP, "-V", Arguments.VERSION);

    private CommandLines() {}

    /** The words behind the program's name in each call of it; a call ends where the shell says so. */
    public static List<List<String>> in(String script) {
        return CALL.matcher(script.replace("\\\n", " "))
                .results()
                .map(call -> words(call.group(1)))
                .toList();
    }

    /** The words of a line up to what ends a command in a shell, or to what stands for something left out. */
    public static List<String> words(String line) {
        var words = new ArrayList<String>();
        var found = WORD.matcher(line);
        while (found.find()) {
            var word = found.group();
            var quoted = word.startsWith("\"") || word.startsWith("'");
            if (!quoted && word.matches("[|;&<>#)…].*|\\d>.*|.*…")) {
                break;
            }
            var last = !quoted && word.matches(".*[;)`]");
            words.add(quoted ? word : word.replaceAll("[;)`]+$", ""));
            if (last) {
                break;
            }
        }
        return words;
    }

    /** The words that call the command of a line; empty for the program itself or where there is none. */
    public static String path(List<String> words) {
        try {
            return String.join(" ", RootCommand.find(words).path());
        } catch (UsageException e) {
            return "";
        }
    }

    /** What is wrong with a line: a command that is not there, or a flag that this command does not take. */
    public static Optional<String> problem(List<String> words) {
        RootCommand.Found found;
        try {
            found = RootCommand.find(placeholdersLeftOut(words));
        } catch (UsageException e) {
            return Optional.of(e.getMessage());
        }
        for (var word : found.arguments()) {
            if (word.equals("--")) {
                break;
            }
            if (word.matches("-[a-zA-Z]|--[a-z].*") && !takes(found.command(), word.replaceAll("=.*", ""))) {
                return Optional.of("'" + String.join(" ", found.path()) + "' has no option " + word);
            }
        }
        return Optional.empty();
    }

    private static List<String> placeholdersLeftOut(List<String> words) {
        return words.stream()
                .filter(word -> !word.matches("[A-Z][A-Z.]*|\\[.*"))
                .toList();
    }

    private static boolean takes(Command command, String flag) {
        return Options.ofFlag(flag).isPresent()
                || HELP.contains(flag)
                || command.syntax().options().stream()
                        .anyMatch(own -> own.flag().equals(flag));
    }

    /** The names of the commands that stand first. */
    public static Set<String> first() {
        var names = new TreeSet<String>();
        for (var entry : RootCommand.COMMANDS) {
            names.add(entry.name());
        }
        return names;
    }

    /** Every flag that any command takes. */
    public static Set<String> flags() {
        var flags = new TreeSet<>(HELP);
        Options.all().forEach(option -> flags.addAll(option.names().flags()));
        collect(new RootCommand(), flags);
        return flags;
    }

    private static void collect(Command command, Set<String> flags) {
        command.syntax().options().stream().map(CommandSyntax.OwnOption::flag).forEach(flags::add);
        for (var entry : command.subcommands()) {
            collect(entry.command().get(), flags);
        }
    }

    /** Every command that does something itself, by the words that call it. */
    public static List<String> all() {
        var paths = new ArrayList<String>();
        leaves(new RootCommand(), paths);
        return paths;
    }

    private static void leaves(Command command, List<String> paths) {
        for (var entry : command.subcommands()) {
            leaves(entry.command().get(), paths);
        }
        if (!(command instanceof CommandGroup) && !(command instanceof RootCommand)) {
            paths.add(command.syntax().path());
        }
    }
}
