package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.Option;
import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.Options;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ExitCodes;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.testing.Golden;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/commands.md} in step with the command tree and the option table. */
final class CommandsPageTest {
    private static final String INTRODUCTION = """
            # Commands

            *This page is made from the command tree and the option table;
            `scripts/mvn test -Dtest=CommandsPageTest -Dgolden.update=true` rewrites it.*

            Every command explains itself with `--help`. Without a command the program starts a chat on a terminal, and
            asks once when input is piped. The options at the end of this page may stand before or behind any command;
            what is in effect without them is under "default", and [Configuration](configuration.md) has the variable and
            the profile key of each. `--` ends the options.
            """;

    private final StringBuilder page = new StringBuilder(INTRODUCTION);

    @Test
    void documentsEveryCommandOptionAndExitCode() {
        exitCodes();
        contents(new RootCommand());
        for (var entry : RootCommand.COMMANDS) {
            command(entry.command().get());
        }
        page.append("\n## Options of every command\n");
        for (var group : OptionGroup.values()) {
            options(group);
        }
        Golden.checkFile(Path.of("docs", "commands.md"), page.toString());
    }

    @Test
    void theIntroductionSpeaksOfWhatIsThere() {
        assertThat(new RootCommand().syntax().description())
                .contains("Without a command it starts a chat on a terminal");
    }

    private void exitCodes() {
        page.append(
                "\n## Exit codes\n\n| code | meaning |\n|---|---|\n| 0 | success |\n| 2 | the command line is wrong |\n");
        for (var kind : ErrorKind.values()) {
            page.append("| ")
                    .append(kind.exitCode())
                    .append(" | ")
                    .append(meaning(kind))
                    .append(" |\n");
        }
        page.append("| 129, 130, 143 | ended by SIGHUP, Ctrl-C, SIGTERM |\n| ")
                .append(ExitCodes.OUTPUT_CLOSED)
                .append(" | the reader of standard output went away |\n\n")
                .append("Every error of these categories names the category and says what to do; ")
                .append("[Troubleshooting](troubleshooting.md) goes through them.\n");
    }

    private static String meaning(ErrorKind kind) {
        return switch (kind) {
            case PROVIDER -> "`PROVIDER`: unreachable, refused the credential, no answer";
            case SESSION -> "`SESSION`: the session store could not be opened, read or written";
            case TOOLING ->
                "`TOOLING`: a tool; a check of `telemetry report --fail-on` or `eval run --fail-under` that did not pass";
            case INPUT -> "`INPUT`: a prompt, file or setting is wrong";
            case INTERNAL -> "`INTERNAL`: a defect of the program";
        };
    }

    private void contents(Command root) {
        page.append("\n## All commands\n\n| command | what it does |\n|---|---|\n");
        for (var entry : root.subcommands()) {
            row(entry, "");
            for (var below : entry.command().get().subcommands()) {
                row(below, entry.name() + " ");
            }
        }
    }

    private void row(CommandEntry entry, String before) {
        var path = before + entry.name();
        page.append("| [`")
                .append(path)
                .append("`](#")
                .append(path.replace(' ', '-'))
                .append(") | ");
        page.append(entry.summary()).append(" |\n");
    }

    private void command(Command command) {
        var syntax = command.syntax();
        var usage = HelpPages.of(command).lines().findFirst().orElseThrow().substring("Usage: ".length());
        page.append(syntax.path().contains(" ") ? "\n### " : "\n## ").append(syntax.path());
        page.append("\n\n`")
                .append(usage)
                .append("`\n\n")
                .append(syntax.description())
                .append('\n');
        operands(syntax);
        own(syntax);
        if (!syntax.groups().isEmpty()) {
            page.append("\nIts help page also explains: ")
                    .append(groups(syntax.groups()))
                    .append(".\n");
        }
        if (!syntax.examples().isEmpty()) {
            page.append("\n| example | |\n|---|---|\n");
            for (var example : syntax.examples()) {
                page.append("| `")
                        .append(cell(example.command()))
                        .append("` | ")
                        .append(cell(example.meaning()));
                page.append(" |\n");
            }
        }
        for (var below : command.subcommands()) {
            command(below.command().get());
        }
    }

    private void operands(CommandSyntax syntax) {
        if (syntax.operands().isEmpty()) {
            return;
        }
        page.append("\n| argument | how often | meaning |\n|---|---|---|\n");
        for (var operand : syntax.operands()) {
            page.append("| `").append(operand.name()).append("` | ");
            page.append(operand.count().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append(" | ");
            page.append(cell(operand.help()));
            if (!operand.choices().isEmpty()) {
                page.append(" One of `")
                        .append(String.join("`, `", operand.choices()))
                        .append("`.");
            }
            page.append(" |\n");
        }
    }

    private void own(CommandSyntax syntax) {
        if (syntax.options().isEmpty()) {
            return;
        }
        page.append("\n| option | meaning |\n|---|---|\n");
        for (var option : syntax.options()) {
            page.append("| `").append(option.flag());
            if (option instanceof CommandSyntax.Valued valued) {
                page.append(" <").append(valued.placeholder()).append('>');
            }
            page.append("` | ").append(cell(option.help())).append(" |\n");
        }
    }

    private static String groups(Set<OptionGroup> groups) {
        return new TreeSet<>(groups).stream().map(OptionGroup::title).collect(Collectors.joining("; "));
    }

    private void options(OptionGroup group) {
        var rows = new StringBuilder();
        for (var option : Options.all()) {
            if (option.group() == group && !option.names().flags().isEmpty()) {
                rows.append(row(option));
            }
        }
        if (!rows.isEmpty()) {
            page.append("\n### ").append(group.title()).append("\n\n| option | default | meaning |\n|---|---|---|\n");
            page.append(rows);
        }
    }

    private static String row(Option option) {
        var label = String.join("`, `", option.names().flags());
        var value = option.takesValue() ? " " + cell(option.placeholder()) : "";
        var fallback = option.fallback().map(text -> "`" + cell(text.replace("\n", "`, `")) + "`");
        return "| `" + label + value + "` | " + fallback.orElse("–") + " | " + cell(option.help()) + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
