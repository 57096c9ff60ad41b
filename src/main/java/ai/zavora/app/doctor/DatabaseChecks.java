package ai.zavora.app.doctor;

import ai.zavora.adapter.store.sqlite.SqliteInspection;
import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.config.SessionSettings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.text.Counted;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.session.DatabaseState;
import ai.zavora.core.session.DatabaseState.Counts;
import ai.zavora.core.session.SessionFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The session database. */
public final class DatabaseChecks {
    private static final String AREA = "sessions";
    private static final String NAME = "database";
    private static final Finding.Place PLACE = new Finding.Place(AREA, NAME);

    /** Kinds of file systems of Linux that hold no files of people. */
    private static final Set<String> PSEUDO = Set.of(
            "proc", "sysfs", "cgroup", "cgroup2", "devpts", "debugfs", "tracefs", "securityfs", "configfs", "pstore");

    private static final String COMMAND = GivenOptions.DATABASE_COMMAND + " ";

    private static final String REPAIR = "Run '" + COMMAND + "doctor --repair', which saves what can be read into a new"
            + " database, or restore a backup with '" + COMMAND + "sessions restore FILE'.";

    private final SessionSettings settings;
    private final Path workspace;
    private final Instant now;

    /** @param workspace what relative paths are relative to */
    public DatabaseChecks(SessionSettings settings, Path workspace, Instant now) {
        this.settings = settings;
        this.workspace = workspace;
        this.now = now;
    }

    public List<Finding> run(SqliteInspection.Depth depth) {
        var state = SqliteInspection.inspect(
                settings.databaseUrl(), workspace, new SqliteInspection.Look(depth, temporary(), now));
        var unused = settings.backend() == SessionSettings.Backend.MEMORY
                && state.filter(found -> found.format() != DatabaseState.Format.MISSING)
                        .isEmpty();
        var findings = new ArrayList<>(List.of(backend(state.isPresent())));
        if (!unused) {
            state.map(DatabaseChecks::finding).ifPresent(findings::add);
        }
        var leftovers = SqliteInspection.leftovers(settings.databaseUrl(), workspace, now);
        if (!leftovers.isEmpty()) {
            findings.add(leftovers(leftovers));
        }
        var unfinished = SqliteInspection.unfinishedImport(settings.databaseUrl(), workspace);
        if (!unfinished.isEmpty()) {
            findings.add(Finding.warn(
                    AREA,
                    "import",
                    "an import that was cut off left " + listed(unfinished),
                    "Run '" + COMMAND + "migrate', which removes them, or remove them yourself."));
        }
        return findings;
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private Finding backend(boolean isFile) {
        return Finding.ok(
                AREA,
                "backend",
                switch (settings.backend()) {
                    case MEMORY -> "memory: nothing is kept when the program ends";
                    case SQLITE ->
                        (isFile
                                        ? "sqlite"
                                        : "sqlite in memory, as the address names no file: nothing is kept when the"
                                                + " program ends")
                                + ", session " + settings.id() + " of application " + settings.app() + " and user "
                                + settings.user();
                });
    }

    private static Finding leftovers(List<Path> files) {
        return Finding.warn(
                AREA,
                "leftovers",
                "copies of conversations of a process that was killed: " + listed(files),
                "The next '" + COMMAND + "sessions backup' removes them, or remove them yourself.");
    }

    private static String listed(List<Path> files) {
        var bytes = files.stream().mapToLong(file -> file.toFile().length()).sum();
        return files.stream().map(Path::toString).collect(Collectors.joining(", ")) + " (" + size(bytes) + ")";
    }

    private static Finding finding(DatabaseState state) {
        var file = state.file();
        return switch (state.format()) {
            case MISSING -> missing(file);
            case LOST -> fail(file + ": not there, but its log is", SessionFailures.LOST_HINT);
            case EMPTY_LINK ->
                fail(
                        file + ": is behind a symbolic link to what is not there",
                        "Bring back what it leads to, remove the link, or use another --session-db-url.");
            case EMPTY, OURS, OLDER ->
                state.counts().flaws().isDamage()
                        ? fail(file + ": " + contents(state), REPAIR)
                        : canBeChanged(file) ? usable(state) : unchangeable(state);
            case NEWER ->
                fail(
                        file + ": format " + state.version() + ", newer than this program knows",
                        "Update zavora-cli, or restore the database of this version from a backup.");
            case LEGACY ->
                fail(
                        file + ": written by the earlier Rust version of zavora-cli",
                        "Run '" + COMMAND + "migrate'; the original is kept.");
            case NEWER_LEGACY ->
                fail(
                        file + ": written by the Rust version of zavora-cli in format " + state.version()
                                + ", newer than this program can import",
                        "Go on with it in the program that wrote it, update zavora-cli, or use another"
                                + " --session-db-url.");
            case DAMAGED_LEGACY ->
                fail(
                        file + ": written by the earlier Rust version of zavora-cli, and damaged",
                        "Run '" + COMMAND + "doctor --repair', which imports what can be read into a new database; or"
                                + " restore a backup of that version.");
            case FOREIGN -> fail(file + ": a database of another program", "Name another file in --session-db-url.");
            case DAMAGED -> fail(file + ": damaged, or no database", REPAIR);
            case UNCOPIED ->
                fail(
                        file + ": can only be looked at in a copy, and none can be made in " + temporary(),
                        "Check that you may read its log; free some space there, or name another folder: ZAVORA_JAVA_OPTS=-Djava.io.tmpdir=FOLDER.");
            case UNREADABLE ->
                fail(
                        file + ": cannot be read",
                        "Check that it is a file, and who may read it and its log beside it (-wal, -shm).");
        };
    }

    private static Finding usable(DatabaseState state) {
        var file = state.file();
        return switch (state.format()) {
            case EMPTY -> Finding.ok(AREA, NAME, file + ": empty; the first turn makes its tables");
            case OLDER ->
                Finding.warn(
                        AREA,
                        NAME,
                        file + ": format " + state.version() + ", older than this program's; " + contents(state),
                        "The next command that opens it brings it up to date; '" + COMMAND + "migrate' does it now.");
            default ->
                state.counts().flaws().newer() > 0
                        ? Finding.warn(
                                AREA,
                                NAME,
                                file + ": " + contents(state),
                                "Update zavora-cli; until then go on in other sessions, with another --session-id.")
                        : Finding.ok(AREA, NAME, file + ": " + contents(state));
        };
    }

    private static Finding unchangeable(DatabaseState state) {
        return fail(
                state.file() + ": cannot be written to, only looked at; " + contents(state),
                "Check the permissions of the file and of its folder, or use another --session-db-url.");
    }

    /** Whether one may write to the file and make others beside it, as SQLite does for every change. */
    private static boolean canBeChanged(Path file) {
        try {
            var real = file.toRealPath();
            return Files.isWritable(real) && Files.isWritable(real.getParent());
        } catch (IOException e) {
            // it went away; the next command makes it again
            return canBeMade(file);
        }
    }

    private static Finding fail(String seen, String advice) {
        return Finding.fail(PLACE, ErrorKind.SESSION, seen, advice);
    }

    private static Finding missing(Path file) {
        var folder = existing(file);
        return canBeMade(file)
                ? Finding.ok(AREA, NAME, file + ": not there; the first turn makes it")
                : fail(
                        file + ": not there, and cannot be made in " + folder,
                        "Check the permissions, or use another --session-db-url.");
    }

    /** Whether a file that is not there could be made: the nearest thing above it is a folder one may write in. */
    static boolean canBeMade(Path file) {
        var above = file.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
            above = above.getParent();
        }
        return above != null && Files.isDirectory(above) && Files.isWritable(above) && !isOfTheSystem(above);
    }

    /** Whether a folder shows things of the system and takes no files, even from those who may write there. */
    private static boolean isOfTheSystem(Path folder) {
        try {
            return PSEUDO.contains(Files.getFileStore(folder).type());
        } catch (IOException e) {
            // what cannot be looked at is told of by the look at the room there
            return false;
        }
    }

    /** The nearest folder above a file that is there. */
    static Path existing(Path file) {
        var folder = file.toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder)) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static String contents(DatabaseState state) {
        var counts = state.counts();
        return Counted.of(counts.sessions(), "session") + ", " + Counted.of(counts.events(), "event") + ", "
                + size(state.bytes())
                + (state.logBytes() > 0 ? " and " + size(state.logBytes()) + " of log" : "") + ", format "
                + state.version() + ", "
                + (counts.marks() > 0 ? marks(counts.marks()) : "")
                + (counts.waiting() > 0 ? counts.waiting() + " removed sessions wait to be cleared away, " : "")
                + checked(counts);
    }

    private static String marks(long count) {
        return count == 1 ? "1 mark of use, " : count + " marks of use, ";
    }

    private static String checked(Counts counts) {
        return switch (counts.checked()) {
            case NO -> "structure not checked, since it is large; --full does";
            case QUICKLY -> "structure sound";
            case FULLY -> "structure and indexes sound, " + rows(counts);
        };
    }

    private static String rows(Counts counts) {
        var flaws = counts.flaws();
        if (flaws.isDamage()) {
            return "but " + flaws.damage();
        }
        return flaws.newer() > 0
                ? "but " + (flaws.newer() == 1 ? "1 session holds" : flaws.newer() + " sessions hold")
                        + " entries of a newer version"
                : "every event read";
    }

    static String size(long bytes) {
        return bytes < 1 << 20 ? (bytes + 1023) / 1024 + " KiB" : (bytes >> 20) + " MiB";
    }
}
