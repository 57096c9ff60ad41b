package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.util.Optional;

/**
 * The identity of a session: application, user and session id, all of them not blank. A new session needs a key that is
 * {@linkplain #requireNameable nameable} as well; those that are there may have others, and are found by their exact key.
 */
public record SessionKey(String app, String user, String id) {
    private static final int MAX_LENGTH = 512;
    /** What stands for bytes that were no text: many names would become one. */
    private static final int UNREADABLE = 0xfffd;

    public SessionKey {
        if (app.isBlank() || user.isBlank() || id.isBlank()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "App name, user id and session id must not be blank.",
                    "Give --app-name, --user-id and --session-id a value, or leave them out for the defaults.");
        }
    }

    /**
     * Makes sure that a new session may have this key: one that people and programs can write down and give again.
     *
     * @throws ZavoraException INPUT, when a part of it begins or ends with a blank, is longer than 512 characters, shows
     *     nothing, or holds a control character, a line separator, a character that turns the direction of writing or what
     *     is no text
     */
    public void requireNameable() {
        requireNameable("session id", id);
        requireNameable("user id", user);
        requireNameable("app name", app);
    }

    /**
     * Makes sure that this key leads to a session: to one that is there, or to a new one.
     *
     * @throws ZavoraException as {@link #requireNameable}, when there is none yet
     */
    public void requireUsable(SessionStore store) {
        if ((problem(id).isPresent()
                        || problem(user).isPresent()
                        || problem(app).isPresent())
                && store.find(this).isEmpty()) {
            requireNameable();
        }
    }

    private static void requireNameable(String what, String name) {
        problem(name).ifPresent(problem -> {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The " + what + " of a new session " + problem + ".",
                    "Choose another " + what + ".");
        });
    }

    private static Optional<String> problem(String name) {
        if (isBlank(name.codePointAt(0)) || isBlank(name.codePointBefore(name.length()))) {
            return Optional.of("must not begin or end with a blank");
        }
        if (name.codePoints().anyMatch(SessionKey::isControl)) {
            return Optional.of("must not hold control characters");
        }
        if (name.codePoints().anyMatch(SessionKey::isBidiControl)) {
            return Optional.of("must not hold characters that turn the direction of writing");
        }
        if (name.codePoints().allMatch(SessionKey::isInvisible)) {
            return Optional.of("must not consist of invisible characters");
        }
        if (name.codePoints().anyMatch(c -> c == UNREADABLE || Character.getType(c) == Character.SURROGATE)) {
            return Optional.of("must be valid Unicode text");
        }
        return name.codePointCount(0, name.length()) > MAX_LENGTH
                ? Optional.of("must not be longer than " + MAX_LENGTH + " characters")
                : Optional.empty();
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Unicode's property Bidi_Control (PropList.txt): a name with one looks like another. */
    private static boolean isBidiControl(int c) {
        return c == 0x061c || isWithin(c, 0x200e, 0x200f) || isWithin(c, 0x202a, 0x202e) || isWithin(c, 0x2066, 0x2069);
    }

    /** Unicode's property Default_Ignorable_Code_Point (DerivedCoreProperties.txt), and the blank of Braille. */
    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT
                || c == 0x034f
                || isWithin(c, 0x115f, 0x1160)
                || isWithin(c, 0x17b4, 0x17b5)
                || isWithin(c, 0x180b, 0x180f)
                || c == 0x2065
                || c == 0x2800
                || c == 0x3164
                || isWithin(c, 0xfe00, 0xfe0f)
                || c == 0xffa0
                || isWithin(c, 0xfff0, 0xfff8)
                || isWithin(c, 0xe0000, 0xe0fff);
    }

    private static boolean isWithin(int c, int first, int last) {
        return c >= first && c <= last;
    }

    private static boolean isControl(int c) {
        var type = Character.getType(c);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
