package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.UnwritableStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Failures of the database in the program's own terms, told by SQLite's result codes (sqlite.org/rescode.html). */
final class SqliteFailures {
    private static final int ERROR = 1;
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int INTERRUPT = 9;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int PROTOCOL = 15;
    private static final int TOOBIG = 18;
    private static final int NOTADB = 26;

    /** Write, sync, directory sync, truncate, shared memory size: where a quota or a file size limit is met. */
    private static final Set<Integer> REFUSED_WRITES = Set.of(778, 1034, 1290, 1546, 4874);

    /** A page that the database must have lies behind the end of its file. */
    private static final int SHORT_READ = 522;

    private SqliteFailures() {}

    /**
     * @param name how the database is called in the message: its path
     */
    static ZavoraException of(SQLException cause, String name) {
        var code = code(cause);
        return switch (primary(code)) {
            case BUSY, LOCKED, PROTOCOL ->
                failure(
                        "The session database " + name + " stayed locked by another process.",
                        "End the process that holds it, or use another --session-db-url.",
                        cause);
            // ERROR: the statements are right, so the tables are not
            case CORRUPT, NOTADB, ERROR -> damaged(name, cause);
            case CANTOPEN, PERM, READONLY -> ReadOnlyException.of(name, cause);
            case FULL ->
                new UnwritableStoreException(
                        "There is no space left for the session database " + name + ".",
                        "Free some disk space and try again; what was stored before is intact.",
                        cause);
            case IOERR -> ioError(code, name, cause);
            case TOOBIG ->
                failure(
                        "An entry is too large for the session database " + name + ".",
                        "Keep single messages and tool outputs below 1 GB.",
                        cause);
            default ->
                failure(
                        "The session database " + name + " failed with SQLite result code " + code + ".",
                        "Use another --session-db-url, or --session-backend memory.",
                        cause);
        };
    }

    /** Whether the statement was broken off because somebody wanted it. */
    static boolean isInterrupted(SQLException cause) {
        return primary(code(cause)) == INTERRUPT;
    }

    /** Whether somebody else held a lock for too long. */
    static boolean isBusy(SQLException cause) {
        var primary = primary(code(cause));
        return primary == BUSY || primary == LOCKED;
    }

    /** Whether the disk took no more, or not for good. */
    static boolean isRefusedWrite(SQLException cause) {
        var code = code(cause);
        return primary(code) == FULL || REFUSED_WRITES.contains(code);
    }

    /**
     * A file other than the database in use could not be written.
     *
     * @param what that file, as the beginning of a sentence
     */
    static ZavoraException unwritten(String what, Throwable cause) {
        var full = cause instanceof SQLException failure && primary(code(failure)) == FULL;
        return failure(
                what + (full ? " cannot be written: there is no space left." : " cannot be written."),
                "Check its folder, the disk, its free space and the limit on file sizes.",
                cause);
    }

    /** Whether a change that was cut off must be undone before the file can be read (sqlite.org/lockingv3.html, 4.2). */
    static boolean isUnfinished(SQLException cause) {
        return code(cause) == SQLiteErrorCode.SQLITE_READONLY_ROLLBACK.code;
    }

    /** Whether the file itself is at fault. */
    static boolean isDamage(SQLException cause) {
        var code = code(cause);
        var primary = primary(code);
        return code == SHORT_READ || primary == CORRUPT || primary == NOTADB || primary == ERROR;
    }

    private static ZavoraException damaged(String name, Throwable cause) {
        var failure = damaged(name);
        failure.initCause(cause);
        return failure;
    }

    /** A file that cannot be read as the database it should be. */
    static ZavoraException damaged(String name) {
        return new UnusableException(
                Flaw.DAMAGED,
                "The session database " + name + " is damaged, or is no database.",
                "Save what can be read with '" + GivenOptions.DATABASE_COMMAND + " doctor --repair', restore it from a"
                        + " backup, or move the file away to start afresh.");
    }

    /** Why nothing can be done with a file as a session database. */
    enum Flaw {
        DAMAGED,
        /** Of another program. */
        FOREIGN,
        /** Of a newer version of this one. */
        NEWER,
        /** Of the earlier Rust version. */
        LEGACY,
        /** Of that, in a format that cannot be imported. */
        NEWER_LEGACY
    }

    /** The file is no database of this program, or not in a state or version that it can use. */
    static final class UnusableException extends ZavoraException {
        private final Flaw flaw;

        UnusableException(Flaw flaw, String message, String hint) {
            super(ErrorKind.SESSION, message, hint);
            this.flaw = flaw;
        }

        Flaw flaw() {
            return flaw;
        }
    }

    private static int code(SQLException cause) {
        return cause instanceof SQLiteException e ? e.getResultCode().code : 0;
    }

    /** The lower byte of a result code is the primary code, the rest a refinement of it. */
    private static int primary(int code) {
        return code & 0xff;
    }

    private static ZavoraException ioError(int code, String name, SQLException cause) {
        if (code == SHORT_READ) {
            return damaged(name, cause);
        }
        return REFUSED_WRITES.contains(code)
                ? new UnwritableStoreException(
                        "The session database " + name + " cannot grow.",
                        "Check the disk, its quota and the limit on file sizes; what was stored before is intact.",
                        cause)
                : failure(
                        "Reading or writing the session database " + name + " failed.",
                        "Check the disk and its free space.",
                        cause);
    }

    /** The failure SQLite reports itself when it meets damage. */
    static SQLException damaged() {
        return new SQLiteException("the structure is damaged", SQLiteErrorCode.SQLITE_CORRUPT);
    }

    /** A row holds what no program of ours writes. */
    static DamagedRowException damage(String what) {
        return new DamagedRowException("The session database is damaged: " + what + ".");
    }

    /** The database was found to be damaged although SQLite can read it. */
    static final class DamagedRowException extends ZavoraException {
        private DamagedRowException(String message) {
            super(ErrorKind.SESSION, message, SessionFailures.DAMAGE_HINT);
        }
    }

    /** The database can be read at most. */
    static final class ReadOnlyException extends ZavoraException {
        private ReadOnlyException(String what, String hint) {
            super(ErrorKind.SESSION, what, hint);
        }

        /** What keeps that database from being written to, as far as can be seen. */
        static ReadOnlyException of(String name) {
            var what = "The session database " + name + " cannot be opened for writing";
            return DatabaseFile.closedBeside(Path.of(name))
                    .map(closed -> new ReadOnlyException(
                            what + ": " + closed + ", which is a part of it, is closed to this user.",
                            "Give that file the group and the permissions of the database, or use another"
                                    + " --session-db-url."))
                    .orElseGet(() -> new ReadOnlyException(
                            what + ".",
                            "Check the permissions of the file and of its folder, or use another --session-db-url."));
        }

        private static ReadOnlyException of(String name, SQLException cause) {
            var failure = of(name);
            failure.initCause(cause);
            return failure;
        }
    }

    /** The database can be read in a temporary copy alone, and there is none. */
    static final class UncopiedException extends ZavoraException {
        UncopiedException(Path file, IOException cause) {
            super(
                    ErrorKind.SESSION,
                    "The session database " + file
                            + " and its log can only be read in a copy, as nothing can be written"
                            + " beside them, and none can be made in the folder for temporary files.",
                    "Check that you may read its log; free some space there, or name another folder: ZAVORA_JAVA_OPTS=-Djava.io.tmpdir=FOLDER.");
            initCause(cause);
        }
    }

    static ZavoraException failure(String message, String hint) {
        return new ZavoraException(ErrorKind.SESSION, message, hint);
    }

    static ZavoraException failure(String message, String hint, Throwable cause) {
        return new ZavoraException(ErrorKind.SESSION, message, hint, cause);
    }
}
