package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where a session database is.
 *
 * @param file its absolute path; empty for one in memory
 */
record SqliteUrl(Optional<Path> file) {
    private static final String SCHEME = "sqlite://";
    private static final String MEMORY = ":memory:";
    private static final String IN_MEMORY = "mode=memory";
    private static final Set<String> HONOURED =
            Set.of("mode=rwc", "mode=rw", "cache=shared", "cache=private", "immutable=0", "immutable=false");
    /** The names that may be told, as they are no part of a secret. */
    private static final Set<String> KNOWN_NAMES = Set.of("mode", "cache", "immutable", "vfs");

    /**
     * Reads {@code sqlite://PATH[?params]} or {@code :memory:}. The path is taken as it stands, relative to the folder
     * given. Parameters that say what is done anyway are accepted, for the sake of existing configurations; others would
     * be a promise that is not kept.
     *
     * @throws ZavoraException INPUT, when the text is neither, or has other parameters
     */
    static SqliteUrl parse(String url, Path workingFolder) {
        if (url.equals(MEMORY)) {
            return new SqliteUrl(Optional.empty());
        }
        if (!url.startsWith(SCHEME)) {
            throw invalid("does not start with " + SCHEME);
        }
        var query = url.indexOf('?');
        var path = url.substring(SCHEME.length(), query < 0 ? url.length() : query);
        var inMemory = path.isEmpty() || path.equals(MEMORY);
        if (query >= 0) {
            for (var parameter : url.substring(query + 1).split("&", -1)) {
                if (!parameter.isEmpty()
                        && !HONOURED.contains(parameter)
                        && !(inMemory && parameter.equals(IN_MEMORY))) {
                    throw notHonoured(parameter);
                }
            }
        }
        if (inMemory) {
            return new SqliteUrl(Optional.empty());
        }
        try {
            return new SqliteUrl(
                    Optional.of(workingFolder.resolve(path).toAbsolutePath().normalize()));
        } catch (InvalidPathException e) {
            throw invalid("holds a path this system does not allow");
        }
    }

    /** The same without a link that leads to a file: SQLite keeps log and index beside that. */
    SqliteUrl withoutLink() {
        return new SqliteUrl(file.map(SqliteUrl::target));
    }

    private static Path target(Path named) {
        try {
            return Files.isSymbolicLink(named) ? named.toRealPath() : named;
        } catch (IOException e) {
            // it leads nowhere: whoever opens it learns that
            return named;
        }
    }

    /** Its value, and a name that is not SQLite's, stay out of the message like the URL itself. */
    private static ZavoraException notHonoured(String parameter) {
        var name = parameter.split("=", 2)[0];
        var told = parameter.equals("mode=ro") || parameter.equals(IN_MEMORY) ? parameter : name;
        return new ZavoraException(
                ErrorKind.INPUT,
                "The session database URL has "
                        + (KNOWN_NAMES.contains(name) ? "the parameter " + told + ", which" : "a parameter that")
                        + " is not supported.",
                advice(parameter));
    }

    private static String advice(String parameter) {
        return switch (parameter) {
            case "mode=ro", "immutable=1", "immutable=true" ->
                "Leave it out: the database is opened to be read and written. Where nothing may be changed, take away the"
                        + " right to write to the file; sessions can be read all the same.";
            case IN_MEMORY -> "Leave it out, and give --session-backend memory for sessions that are gone at the end.";
            default -> "Give sqlite://PATH; only ?mode=rwc, ?mode=rw and ?cache=shared or private may follow.";
        };
    }

    /** The URL itself stays out of the message: it may be another database's, with a password in it. */
    private static ZavoraException invalid(String why) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The session database URL " + why + ".",
                "Give --session-db-url the form sqlite://PATH with the path of a file, relative or absolute.");
    }
}
