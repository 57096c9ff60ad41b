package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a session database is.
 *
 * @param file its absolute path; empty for one in memory
 */
record SqliteUrl(Optional<Path> file) {
    private static final String SCHEME = "sqlite://";
    private static final String MEMORY = ":memory:";

    /**
     * Reads {@code sqlite://PATH[?params]} or {@code :memory:}. The path is taken as it stands, relative to the folder
     * given; parameters are accepted for the sake of existing configurations and have no effect.
     *
     * @throws ZavoraException INPUT, when the text is neither
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
        if (path.isEmpty() || path.equals(MEMORY)) {
            return new SqliteUrl(Optional.empty());
        }
        try {
            return new SqliteUrl(
                    Optional.of(workingFolder.resolve(path).toAbsolutePath().normalize()));
        } catch (InvalidPathException e) {
            throw invalid("holds a path this system does not allow");
        }
    }

    /** The URL itself stays out of the message: it may be another database's, with a password in it. */
    private static ZavoraException invalid(String why) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The session database URL " + why + ".",
                "Give --session-db-url the form sqlite://PATH with the path of a file, relative or absolute.");
    }
}
