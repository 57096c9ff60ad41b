package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.Counted;
import ai.zavora.core.session.ArchiveContents;
import ai.zavora.core.session.SessionArchive.Existing;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import ai.zavora.surface.cli.syntax.CommandSyntax.Switch;
import java.util.List;
import java.util.Set;

/** {@code sessions backup}. */
final class SessionsBackupCommand implements Command {
    private static final Switch FORCE =
            new Switch("--force", "Replaces the file if it is an earlier backup, or empty.");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions backup",
                """
                Copies the whole session database, with the sessions of every application and user, into one file.

                Others may go on using it: the copy holds what was there at one instant. It is checked and on disk when \
                the command ends. Only its owner may read it.""",
                List.of(new Operand("FILE", Count.ONCE, "The file to write.", List.of())),
                List.of(FORCE, Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(new Example(
                        "zavora-cli --session-backend sqlite sessions backup sessions-backup.db", "before an update")));
    }

    @Override
    public int run(Invocation invocation) {
        var arguments = invocation.arguments();
        var name = arguments.words().getFirst();
        if (name.equals("-")) {
            // as with import; a backup that went into a file of that name would be missed in the pipe it was meant for
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "A backup is a file and cannot be written to standard output.",
                    "Name a file, and send that on when the command has ended; one of that name is ./-.");
        }
        var contents = invocation
                .services()
                .archive(invocation.settings())
                .backup(SessionViews.file(name), arguments.has(FORCE) ? Existing.REPLACE : Existing.KEEP);
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(json(contents).build());
        } else {
            results.print("Backed up " + text(contents) + " to "
                    + ControlFilter.line(contents.file().toString()) + ".\n");
        }
        return 0;
    }

    /** The members that tell what a database holds. */
    static JsonValue.ObjectBuilder json(ArchiveContents contents) {
        return JsonValue.object()
                .put("file", contents.file().toString())
                .put("sessions", contents.sessions())
                .put("events", contents.events())
                .put("bytes", contents.bytes());
    }

    /** The same in words, without the file. */
    static String text(ArchiveContents contents) {
        return Counted.of(contents.sessions(), "session") + " with " + Counted.of(contents.events(), "event") + " ("
                + contents.bytes() + " bytes)";
    }
}
