package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionType;
import ai.zavora.base.config.SessionSettings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventText;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.core.session.SessionView;
import ai.zavora.surface.cli.syntax.Arguments;
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/** How sessions and their events look in results. */
final class SessionViews {
    /** The option that names the id of a copy. */
    static final Valued AS = new Valued("--as", "ID", new OptionType.Name(), "The id of the new session.");

    private static final char UNREADABLE = 0xfffd;

    private SessionViews() {}

    static SessionKey key(SessionSettings session) {
        return new SessionKey(session.app(), session.user(), session.id());
    }

    /**
     * The session that a word of the command line names, or else the configured one.
     *
     * @throws ZavoraException INPUT, when the word was no text
     */
    static SessionKey key(SessionSettings session, Optional<String> word) {
        word.ifPresent(SessionViews::requireText);
        return new SessionKey(session.app(), session.user(), word.orElse(session.id()));
    }

    /**
     * Makes sure that the command line names sessions by text: of bytes that are none, the JVM makes U+FFFD, whatever
     * they are, so different names would lead to the same session.
     *
     * @throws ZavoraException INPUT, when it does not
     */
    static void requireText(Arguments arguments) {
        arguments.flags().forEach((option, value) -> {
            if (option.type() instanceof OptionType.Name && value instanceof JsonValue.Str(var name)) {
                requireText(name);
            }
        });
    }

    private static void requireText(String name) {
        if (name.indexOf(UNREADABLE) >= 0) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The name of a session, user or application is not UTF-8 text.",
                    "Write it in UTF-8. One that really holds U+FFFD can be named by a variable, as ZAVORA_SESSION_ID.");
        }
    }

    /**
     * The file that a word of the command line names.
     *
     * @throws ZavoraException INPUT, when the word was no text, for the reason that {@link #requireText(Arguments)} has
     */
    static Path file(String word) {
        if (word.indexOf(UNREADABLE) >= 0) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The name of the file is not UTF-8 text.",
                    "Name the file in UTF-8 and without U+FFFD; rename one that has such a name.");
        }
        return Path.of(word);
    }

    static String owner(SessionSettings session) {
        return "application " + ControlFilter.line(session.app()) + " and user " + ControlFilter.line(session.user());
    }

    /** What people should know when nothing is kept at all. */
    static Optional<String> memoryNote(Invocation invocation) {
        if (invocation.settings().sessions().backend() != SessionSettings.Backend.MEMORY) {
            return Optional.empty();
        }
        return Optional.of(
                invocation.services().hasDatabase(invocation.settings())
                        ? "The session backend is memory, which keeps nothing; add --session-backend sqlite for the"
                                + " session database that is there."
                        : "The session backend is memory, which keeps nothing; use --session-backend sqlite.");
    }

    /**
     * Makes sure that there can be a session to look for.
     *
     * @throws ZavoraException SESSION, when none is kept
     */
    static void requireKept(Invocation invocation, SessionKey key) {
        memoryNote(invocation).ifPresent(note -> {
            var unknown = SessionFailures.unknown(key);
            throw new ZavoraException(unknown.kind(), unknown.getMessage(), note);
        });
    }

    static String line(SessionSummary session) {
        return "- " + ControlFilter.line(session.key().id()) + " (updated: " + session.updatedAt() + ")";
    }

    static JsonValue.Obj json(SessionSummary session) {
        return SessionView.json(session);
    }

    static JsonValue.Obj json(Event event) {
        return SessionView.json(event);
    }

    static String text(Event event) {
        var text = ControlFilter.text(EventText.of(event.body()));
        var block = "[" + event.at() + "] " + ControlFilter.line(SessionView.author(event.body()))
                + (SessionView.isFinal(event.body()) ? " [final]" : "") + "\n"
                + (text.isEmpty() ? mark(event.body()) : text)
                + "\n";
        if (event.body() instanceof Event.Imported imported) {
            var keys = stateKeys(imported.original());
            return keys.isEmpty() ? block : block + "state: " + ControlFilter.line(keys) + "\n";
        }
        return block;
    }

    private static String stateKeys(JsonValue.Obj original) {
        var delta = original.object("actions").flatMap(actions -> actions.object("state_delta"));
        return String.join(
                ", ", new TreeSet<>(delta.orElse(JsonValue.Obj.EMPTY).members().keySet()));
    }

    private static String mark(Event.Body body) {
        return "(" + EventText.kind(body) + ")";
    }

    /**
     * Refuses a key that no new session may have.
     *
     * @param hint where another is given
     * @throws ZavoraException INPUT
     */
    static void requireNameable(SessionKey key, String hint) {
        try {
            key.requireNameable();
        } catch (ZavoraException e) {
            throw new ZavoraException(e.kind(), e.getMessage(), hint, e);
        }
    }
}
