package ai.zavora.surface.cli;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.Layer;
import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.config.Options;
import ai.zavora.base.config.Setting;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.InterruptedWorkException;
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
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code sessions import}. */
final class SessionsImportCommand implements Command {
    private static final int MOST_MIB = 1024;

    private static final Valued MOST = new Valued(
            "--max-mib",
            "N",
            OptionType.Whole.atLeast(1),
            "The most that is taken from what is no regular file, in MiB. [default: " + MOST_MIB + "]");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions import",
                """
                Takes in a session that 'sessions export' wrote as JSON, with its application, user, id, times and all \
                its events, each of at most 64 MiB. A session of that id is never replaced. Where --user-id or --app-name is \
                given, by flag, variable or profile, it is stored under that one.

                Standard input, pipes and devices are copied to the folder for temporary files, as far as --max-mib \
                allows; a regular file may have any size.""",
                List.of(new Operand("FILE", Count.ONCE, "The file; - for standard input.", List.of())),
                List.of(SessionViews.AS, MOST, Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(
                        new Example("zavora-cli --session-backend sqlite sessions import plans.json", "as it was"),
                        new Example("zavora-cli sessions import plans.json --as plans-copy", "under another id")));
    }

    @Override
    public int run(Invocation invocation) {
        SessionViews.memoryNote(invocation).ifPresent(note -> {
            throw new ZavoraException(ErrorKind.INPUT, "There is nothing to import into.", note);
        });
        SessionSummary inserted;
        try (var source = source(invocation);
                var document = SessionDocument.read(source)) {
            inserted = insert(invocation, document);
        } catch (UncheckedIOException e) {
            throw failure(name(invocation), requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw failure(name(invocation), e);
        }
        var key = inserted.key();
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

    private static SessionSummary insert(Invocation invocation, SessionDocument document) {
        var session = document.session();
        var found = session.key();
        var key = new SessionKey(
                given(invocation, "--app-name").orElse(found.app()),
                given(invocation, "--user-id").orElse(found.user()),
                invocation.arguments().text(SessionViews.AS).orElse(found.id()));
        // what the file calls it may be what no new session may be called
        SessionViews.requireNameable(
                key,
                "Choose another: " + SessionViews.AS.flag()
                        + " names the session, --user-id its user and --app-name its application.");
        try (var store = invocation.services().sessions(invocation.settings(), SessionAccess.CREATE)) {
            return store.insert(
                    new SessionSummary(key, session.createdAt(), session.updatedAt(), session.lastSeq()),
                    document.events());
        }
    }

    /** What somebody set, so that the other commands look for the session there. */
    private static Optional<String> given(Invocation invocation, String flag) {
        return invocation
                .settings()
                .find(Options.ofFlag(flag).orElseThrow())
                .filter(setting -> setting.layer() != Layer.DEFAULT)
                .map(Setting::text);
    }

    private static String name(Invocation invocation) {
        return invocation.arguments().words().getFirst();
    }

    private static ImportSource source(Invocation invocation) {
        var name = name(invocation);
        var mostMib = invocation.arguments().number(MOST).orElse(MOST_MIB);
        return name.equals("-")
                ? ImportSource.of(invocation.streams().in(), mostMib)
                : ImportSource.of(SessionViews.file(name), mostMib);
    }

    private static RuntimeException failure(String name, IOException cause) {
        return switch (cause) {
            case InterruptedIOException ended -> new InterruptedWorkException();
            case ClosedByInterruptException ended -> new InterruptedWorkException();
            case NoSuchFileException missing -> unusable(name, "does not exist", "Check the path.");
            case CharacterCodingException garbled -> unusable(name, "is not UTF-8 text", "Export the session again.");
            default -> unusable(name, "cannot be read", "Check that it is a file and that you may read it.");
        };
    }

    private static ZavoraException unusable(String name, String what, String hint) {
        return new ZavoraException(ErrorKind.INPUT, name + " " + what + ".", hint);
    }
}
