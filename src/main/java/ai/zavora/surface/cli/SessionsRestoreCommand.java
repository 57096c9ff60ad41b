package ai.zavora.surface.cli;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.session.Restoration;
import ai.zavora.core.session.RestorePreview;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code sessions restore}. */
final class SessionsRestoreCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions restore",
                """
                Puts a backup in the place of the session database, with the sessions of every application and user.

                The backup is checked first. The present database is kept beside the new one, as \
                NAME.before-restore. Nobody may be using it meanwhile.""",
                List.of(new Operand("FILE", Count.ONCE, "What 'sessions backup' wrote.", List.of())),
                List.of(SessionsDeleteCommand.FORCE, Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(
                        new Example(
                                "zavora-cli --session-backend sqlite sessions restore backup.db",
                                "see what it would replace"),
                        new Example(
                                "zavora-cli --session-backend sqlite sessions restore backup.db --force", "do it")));
    }

    @Override
    public int run(Invocation invocation) {
        var backup = SessionViews.file(invocation.arguments().words().getFirst());
        var archive = invocation.services().archive(invocation.settings());
        if (!invocation.arguments().has(SessionsDeleteCommand.FORCE)) {
            throw needsForce(archive.preview(backup));
        }
        report(invocation, archive.restore(backup));
        return 0;
    }

    private static ZavoraException needsForce(RestorePreview preview) {
        var database = preview.database();
        var users = preview.users();
        var present = preview.present()
                .map(contents -> "would replace the session database " + database + ", which holds "
                        + SessionsBackupCommand.text(contents))
                .orElse(
                        preview.kept().isPresent()
                                ? "would replace the session database " + database + unread(preview)
                                : "would make the session database " + database);
        return new ZavoraException(
                ErrorKind.INPUT,
                "Restoring " + preview.backup().file() + ", which holds " + SessionsBackupCommand.text(preview.backup())
                        + ", " + present + ", so it needs --force."
                        + users.map(who -> " It is in use by " + who + " now.").orElse(""),
                (preview.legacy()
                                ? "Import them with '" + GivenOptions.DATABASE_COMMAND + " migrate', which keeps the"
                                        + " original, if they are to be used. "
                                : "")
                        + (users.isPresent()
                                ? "Leave every chat, wait for every turn and stop every server that uses it, then add --force"
                                : "Add --force")
                        + " to do it"
                        + preview.kept()
                                .map(kept -> "; what is there now is kept as " + kept.getFileName())
                                .orElse("")
                        + ".");
    }

    private static String unread(RestorePreview preview) {
        return preview.legacy()
                ? ", which holds sessions of the earlier Rust version of zavora-cli"
                : ", which cannot be read";
    }

    private static void report(Invocation invocation, Restoration restoration) {
        var results = new Results(invocation);
        if (results.structured()) {
            var json = SessionsBackupCommand.json(restoration.restored());
            restoration.kept().ifPresent(kept -> json.put("kept", kept.toString()));
            results.print(json.build());
            return;
        }
        var text = "Restored " + SessionsBackupCommand.text(restoration.restored()) + " to "
                + shown(restoration.restored().file()) + ".\n";
        results.print(restoration
                .kept()
                .map(kept -> text + "What was there before is now " + shown(kept) + ".\n")
                .orElse(text));
    }

    private static String shown(Path file) {
        return ControlFilter.line(file.toString());
    }
}
