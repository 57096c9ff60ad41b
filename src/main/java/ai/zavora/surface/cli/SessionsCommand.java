package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Set;

/** {@code sessions}: the conversations that are kept. */
final class SessionsCommand implements CommandGroup {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions",
                """
                Lists, shows, searches, copies and removes conversations.

                They are kept only with --session-backend sqlite, or session_backend = "sqlite" in the profile. \
                Every command looks at the sessions of one application and user.""",
                List.of(),
                List.of(),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(
                        new Example("zavora-cli --session-backend sqlite sessions list", "what is kept"),
                        new Example("zavora-cli sessions search \"rollback plan\"", "find a conversation"),
                        new Example("zavora-cli sessions resume", "go on with the last one")));
    }

    @Override
    public List<CommandEntry> subcommands() {
        return List.of(
                new CommandEntry("list", "List the sessions, newest first", SessionsListCommand::new),
                new CommandEntry("show", "Show a session's newest events", SessionsShowCommand::new),
                new CommandEntry("search", "Find events by their words", SessionsSearchCommand::new),
                new CommandEntry("resume", "Go on with a session in a chat", SessionsResumeCommand::new),
                new CommandEntry("fork", "Copy a session under a new id", SessionsForkCommand::new),
                new CommandEntry("export", "Write a session as JSON or Markdown", SessionsExportCommand::new),
                new CommandEntry("import", "Take in an exported session", SessionsImportCommand::new),
                new CommandEntry("delete", "Delete one session", SessionsDeleteCommand::new),
                new CommandEntry("prune", "Delete all but the newest sessions", SessionsPruneCommand::new),
                new CommandEntry("backup", "Copy the whole database while it is used", SessionsBackupCommand::new),
                new CommandEntry("restore", "Put a copy of the database back", SessionsRestoreCommand::new));
    }
}
