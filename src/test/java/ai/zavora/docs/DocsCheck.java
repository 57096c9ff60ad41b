package ai.zavora.docs;

import ai.zavora.base.config.Options;
import ai.zavora.base.config.Settings;
import ai.zavora.base.config.Sources;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.surface.cli.CommandLines;
import ai.zavora.testing.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares what the pages name with what there is: commands, flags, configuration keys, variables, targets of make, links;
 * and whether each block that is marked as runnable, which {@code bash} does, is run by a test.
 */
final class DocsCheck {
    private static final Set<String> LANGUAGES = Set.of("bash", "console", "toml", "json", "js", "");
    private static final Set<String> SHELLS = Set.of("bash", "console", "");
    /** Members of OpenAI's requests which a page says are passed over. */
    private static final Set<String> OF_OTHERS = Set.of("top_p", "reasoning_effort");

    private static final Pattern SPAN = Pattern.compile("(?s)`([^`]+)`");
    private static final Pattern COMMENT = Pattern.compile("(?m)(?<=^| )# .*$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern MAKE = Pattern.compile("(?m)(?<![\\w-])make ([a-z][a-z0-9-]*)");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)+");
    private static final Pattern SETTING = Pattern.compile("([a-z][a-z_]*) = .*");
    private static final Pattern VARIABLE = Pattern.compile("\\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\b");
    private static final Pattern PROFILE = Pattern.compile("(?m)^\\[profiles\\.(\\w+)]");

    private final Path root;
    private final Set<String> targets;
    private final Set<String> flags = CommandLines.flags();
    private final Set<String> program;
    private final String tests;
    private final List<String> findings = new ArrayList<>();

    /**
     * @param root the folder of the pages
     * @param project the checkout whose program, scripts and tests they speak of
     */
    DocsCheck(Path root, Path project) throws IOException {
        this.root = root;
        this.targets = Pattern.compile("(?m)^([a-z][a-z-]*):")
                .matcher(Files.readString(project.resolve("Makefile")))
                .results()
                .map(target -> target.group(1))
                .collect(Collectors.toSet());
        this.program = Pattern.compile("[\\w-]+")
                .matcher(texts(project.resolve("src/main"), ".java")
                        + texts(project.resolve("scripts"), "")
                        + Files.readString(project.resolve("Makefile"))
                        + Files.readString(project.resolve("zavora-cli"))
                        + Files.readString(project.resolve("pom.xml")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        Options.all().forEach(option -> program.addAll(option.names().variables()));
        this.tests = texts(project.resolve("src/test/java/ai/zavora/blackbox"), "Test.java");
    }

    private static String texts(Path folder, String ending) throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (file.toString().endsWith(ending) && !file.toString().endsWith(".class")) {
                    all.append(Files.readString(file)).append('\n');
                }
            }
        }
        return all.toString();
    }

    /** What is wrong, a line each with the page it is on; nothing when all is well. */
    List<String> findings() throws IOException {
        for (var page : pages("")) {
            check(page);
        }
        for (var page : pages("docs")) {
            check(page);
        }
        // decisions speak of what was, so only their links are of now
        for (var page : pages("docs/adr")) {
            links(Page.read(page));
        }
        return findings;
    }

    private List<Path> pages(String folder) throws IOException {
        if (!Files.isDirectory(root.resolve(folder))) {
            return List.of();
        }
        try (var files = Files.list(root.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".md") && !file.endsWith("CHANGELOG.md"))
                    .sorted()
                    .toList();
        }
    }

    private void check(Path file) throws IOException {
        var page = Page.read(file);
        links(page);
        for (var block : page.blocks()) {
            if (!LANGUAGES.contains(block.language())) {
                find(page, "a block in '" + block.language() + "': mark it as one of " + new TreeSet<>(LANGUAGES));
            }
            if (SHELLS.contains(block.language())) {
                var script = COMMENT.matcher(block.text()).replaceAll("");
                commands(page, script);
                targets(page, script);
            }
        }
        page.blocks("toml").forEach(text -> profiles(page, text));
        var name = root.relativize(file).toString();
        if (page.blocks("bash").findAny().isPresent() && !tests.contains("\"" + name + "\"")) {
            find(page, "its bash blocks are run by no test: mark them as console, or run them");
        }
        SPAN.matcher(withoutBlocks(page.text()))
                .results()
                .map(span -> span.group(1).replace("\\|", "|").replaceAll("\\s+", " "))
                .forEach(span -> span(page, span));
    }

    private static String withoutBlocks(String text) {
        return text.replaceAll("(?ms)^```.*?^```$", "");
    }

    private void find(Page page, String problem) {
        findings.add(root.relativize(page.file()) + ": " + problem);
    }

    private void commands(Page page, String text) {
        for (var words : CommandLines.in(text)) {
            CommandLines.problem(words).ifPresent(problem -> find(page, problem));
        }
    }

    private void targets(Page page, String text) {
        MAKE.matcher(text).results().map(target -> target.group(1)).forEach(target -> {
            if (!targets.contains(target)) {
                find(page, "there is no target 'make " + target + "'");
            }
        });
    }

    private void span(Page page, String span) {
        commands(page, span);
        if (span.startsWith("make ")) {
            targets(page, span);
        }
        var words = CommandLines.words(span);
        if (words.size() > 1 && CommandLines.first().contains(words.getFirst())) {
            CommandLines.problem(words).ifPresent(problem -> find(page, problem));
        }
        if (span.startsWith("--") && span.length() > 2) {
            var flag = span.replaceAll("[ =].*", "");
            if (!flags.contains(flag) && !program.contains(flag)) {
                find(page, "nothing has the flag " + flag);
            }
        }
        var setting = SETTING.matcher(span);
        if (setting.matches() && Options.ofProfileKey(setting.group(1)).isEmpty()) {
            find(page, "there is no key " + setting.group(1));
        }
        if (KEY.matcher(span).matches() && !program.contains(span) && !OF_OTHERS.contains(span)) {
            find(page, "nothing is named " + span);
        }
        VARIABLE.matcher(span).results().map(MatchResult::group).forEach(variable -> {
            if (!program.contains(variable)) {
                find(page, "nothing reads " + variable);
            }
        });
    }

    private void profiles(Page page, String text) {
        try {
            var folder = Files.createTempDirectory("profiles");
            var file = folder.resolve("config.toml");
            try {
                Files.writeString(file, text);
                for (var profile : PROFILE.matcher(text).results().toList()) {
                    var variables = Map.of("ZAVORA_CONFIG", file.toString(), "ZAVORA_PROFILE", profile.group(1));
                    Settings.load(new Sources(Map.of(), variables, folder));
                }
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (ZavoraException e) {
            find(page, "a profile does not load: " + e.getMessage());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void links(Page page) throws IOException {
        for (var link : LINK.matcher(withoutBlocks(page.text())).results().toList()) {
            var target = link.group(1);
            if (target.contains("://")) {
                continue;
            }
            var parts = target.split("#", 2);
            var file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
            if (!Files.exists(file)) {
                find(page, "the link " + target + " leads nowhere");
            } else if (parts.length == 2 && !anchors(Files.readString(file)).contains(parts[1])) {
                find(page, "the link " + target + " leads to no heading");
            }
        }
    }

    /** The names of headings, as they are made for links. */
    private static Set<String> anchors(String text) {
        return HEADING.matcher(withoutBlocks(text))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
