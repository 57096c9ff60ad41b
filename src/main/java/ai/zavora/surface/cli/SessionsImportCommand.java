package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.session.SessionDocument;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.surface.cli.CliServices.SessionAccess;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code sessions import}. */
final class SessionsImportCommand implements Command {
    /** Read whole into memory. */
    private static final int MAX_BYTES = 512 * 1024 * 1024;

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions import",
                """
                Takes in a session that 'sessions export' wrote as JSON, with its application, user, id, times and all \
                its events. A session of that id is never replaced.""",
                List.of(new Operand("FILE", Count.ONCE, "The file; - for standard input.", List.of())),
                List.of(SessionViews.AS, Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(
                        new Example("zavora-cli --session-backend sqlite sessions import plans.json", "as it was"),
                        new Example("zavora-cli sessions import plans.json --as plans-copy", "under another id")));
    }

    @Override
    public int run(Invocation invocation) {
        var settings = invocation.settings();
        SessionViews.memoryNote(settings.sessions()).ifPresent(note -> {
            throw new ZavoraException(ErrorKind.INPUT, "There is nothing to import into.", note);
        });
        var document = SessionDocument.read(text(invocation));
        var found = document.session().key();
        var key = invocation
                .arguments()
                .text(SessionViews.AS)
                .map(id -> new SessionKey(found.app(), found.user(), id))
                .orElse(found);
        SessionSummary inserted;
        try (var store = invocation.services().sessions(settings, SessionAccess.CREATE)) {
            var session = document.session();
            inserted = store.insert(
                    new SessionSummary(key, session.createdAt(), session.updatedAt(), session.lastSeq()),
                    document.events());
        }
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(JsonValue.object()
                    .put("app", key.app())
                    .put("user", key.user())
                    .put("session", SessionViews.json(inserted))
                    .build());
        } else {
            results.print("Imported the session " + ControlFilter.line(key.id()) + " of application "
                    + ControlFilter.line(key.app()) + " and user " + ControlFilter.line(key.user()) + ", "
                    + inserted.lastSeq() + " events.\n");
        }
        return 0;
    }

    private static String text(Invocation invocation) {
        var name = invocation.arguments().words().getFirst();
        try {
            if (name.equals("-")) {
                return decoded(invocation.streams().in());
            }
            try (var in = Files.newInputStream(Path.of(name))) {
                return decoded(in);
            }
        } catch (NoSuchFileException e) {
            throw unusable(name, "does not exist", "Check the path.");
        } catch (CharacterCodingException e) {
            throw unusable(name, "is not UTF-8 text", "Export the session again.");
        } catch (IOException e) {
            throw unusable(name, "cannot be read", "Check that it is a file and that you may read it.");
        }
    }

    private static String decoded(InputStream in) throws IOException {
        var bytes = in.readNBytes(MAX_BYTES);
        if (bytes.length == MAX_BYTES) {
            throw unusable("The input", "is larger than 512 MiB", "Import a smaller session.");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static ZavoraException unusable(String name, String what, String hint) {
        return new ZavoraException(ErrorKind.INPUT, name + " " + what + ".", hint);
    }
}
