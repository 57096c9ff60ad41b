package ai.zavora.adapter.store.sqlite;

import ai.zavora.adapter.store.sqlite.SqliteInspection.Depth;
import ai.zavora.adapter.store.sqlite.SqliteInspection.Look;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.SameAccess;
import ai.zavora.core.session.ArchiveContents;
import ai.zavora.core.session.DatabaseState;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.HistoryRepair;
import ai.zavora.core.session.RepairReport;
import ai.zavora.core.session.RepairReport.Name;
import ai.zavora.core.session.RepairReport.SavedSession;
import ai.zavora.core.session.SessionArchive.SessionOwner;
import ai.zavora.core.session.SessionKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes what a damaged database still holds into a new one. Used once. */
final class Repair {
    /** How often it is copied, where others write to it meanwhile. */
    private static final int ATTEMPTS = 3;

    private static final String SESSIONS = "journal_session";
    private static final String GARBAGE = "journal_garbage";
    private static final String STATE = "journal_state";

    private final Path damaged;
    private final SessionOwner fallback;
    private final InstantSource clock;
    private final Set<SessionKey> taken = new HashSet<>();
    private final List<SavedSession> saved = new ArrayList<>();
    private int renamed;
    /** Events that cannot be understood, of sessions of which nothing else is left. */
    private long nameless;

    private boolean mayHoldDeleted;
    private boolean moreMayBeLost;

    Repair(Path damaged, SessionOwner fallback, InstantSource clock) {
        this.damaged = damaged;
        this.fallback = fallback;
        this.clock = clock;
    }

    /** @return empty, when nothing is damaged; nothing was written then */
    Optional<RepairReport> run() {
        var state =
                SqliteInspection.inspect(damaged, new Look(Depth.FULL, damaged.resolveSibling(""), clock.instant()));
        requireDamagedOrOurs(state);
        return state.isSound() && canBeUsed(state) ? Optional.empty() : Optional.of(write(state));
    }

    /** Whether it is of the present format, or can be brought to that as the next command would. */
    private boolean canBeUsed(DatabaseState state) {
        if (state.format() == DatabaseState.Format.OURS) {
            return true;
        }
        try (var copy = Scratch.beside(damaged)) {
            copy.fill(damaged);
            try (var database = Database.copy(copy.file().toString(), damaged.toString())) {
                Schema.prepareCopy(database);
                return true;
            }
        } catch (SQLException e) {
            return false;
        } catch (IOException e) {
            // there is no room to try it here; all that can be read says that it is sound
            return true;
        }
    }

    private ZavoraException unwritten(IOException cause) {
        return SqliteFailures.failure(
                "A new database beside " + damaged + " cannot be written.",
                "Check the permissions and the free space of its folder; the damaged one is as it was.",
                cause);
    }

    private RepairReport write(DatabaseState state) {
        // from a copy: it cannot change meanwhile, and closing the database itself would give up locks on it
        try (var copy = Scratch.beside(damaged);
                var result = Scratch.beside(damaged)) {
            fillWhole(copy);
            try (var pages = PageFile.open(copy.file())) {
                var legacy = isLegacy(state, pages);
                if (!legacy) {
                    requireOurs(pages);
                }
                requireUnused(copy.file());
                var unreadable =
                        legacy ? writeLegacy(pages, result.file()) : writeOurs(pages, result.file(), copy.file());
                var contents = ArchiveCopy.finish(result.file(), damaged, "A new database beside " + damaged);
                SameAccess.give(damaged, result.file(), SameAccess.Rights.PRIVATE);
                result.force();
                var file = publish(result.file());
                return new RepairReport(
                        new ArchiveContents(file, contents.sessions(), contents.events(), contents.bytes()),
                        damaged,
                        saved,
                        unreadable,
                        mayHoldDeleted,
                        moreMayBeLost);
            }
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /** @throws ZavoraException SESSION, when somebody writes to it all the time */
    private void fillWhole(Scratch copy) throws IOException {
        for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var before = Stamp.of(damaged);
            copy.fill(damaged);
            if (before.equals(Stamp.of(damaged))) {
                return;
            }
            copy.clear();
        }
        throw Seal.inUse(damaged);
    }

    /**
     * What others store after the copy was made would not be in the new database, and gone with the one it replaces.
     *
     * @throws ZavoraException SESSION, when another process has it open or left a mark of use in it
     */
    private void requireUnused(Path copy) {
        Seal.refuse(damaged, Openers.of(damaged).words());
        if (isMarked(copy)) {
            throw Seal.inUse(damaged);
        }
    }

    private boolean isMarked(Path copy) {
        return answer(copy, database -> Seal.isMarked(database, clock)).orElse(false);
    }

    /**
     * What SQLite says of the copy, which holds the log as well; empty where it cannot read as much of it as it needs for
     * an answer, and where it must not open it.
     */
    private <T> Optional<T> answer(Path copy, Question<T> question) {
        if (DatabaseFile.isUnusable(copy)) {
            return Optional.empty();
        }
        try (var database = Database.copyToRead(copy.toString(), damaged.toString())) {
            return Optional.of(question.ask(database));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private interface Question<T> {
        T ask(Database database) throws SQLException;
    }

    /**
     * Before anything is written: there may be no room for it.
     *
     * @throws ZavoraException SESSION, when it is another program's, or one of the earlier version that is sound or in a
     *     format that is not known
     */
    private void requireDamagedOrOurs(DatabaseState state) {
        if (state.format() == DatabaseState.Format.FOREIGN) {
            throw Schema.foreign(damaged.toString());
        }
        if (state.format() == DatabaseState.Format.LEGACY) {
            throw Schema.legacy(damaged.toString());
        }
        if (state.format() == DatabaseState.Format.NEWER_LEGACY) {
            throw Schema.newerLegacy(damaged.toString(), state.version());
        }
    }

    /** Whether it is a damaged one of the earlier version. */
    private boolean isLegacy(DatabaseState state, PageFile pages) throws IOException {
        return switch (state.format()) {
            case DAMAGED_LEGACY -> true;
            // its tables cannot be named: the pages are looked at one by one
            case DAMAGED, UNCOPIED, UNREADABLE -> !isNamedOurs(pages) && LegacySalvage.isFoundIn(pages);
            case EMPTY, EMPTY_LINK, FOREIGN, LEGACY, LOST, MISSING, NEWER, NEWER_LEGACY, OLDER, OURS -> false;
        };
    }

    private static boolean isNamedOurs(PageFile pages) {
        return pages.isIntact() && pages.applicationId() == Schema.APPLICATION_ID;
    }

    /** Imports what is left; returns how many rows could not be read. */
    private long writeLegacy(PageFile pages, Path result) throws IOException {
        try (var scratch = Scratch.beside(damaged);
                var legacy = Database.copy(scratch.file().toString(), damaged.toString())) {
            var salvage = LegacySalvage.of(pages, legacy, damaged.toString());
            if (salvage.isEmpty()) {
                throw nothing();
            }
            saved.addAll(salvage.sessions());
            long states;
            try (var journal = Database.writable(result.toString())) {
                var counts = LegacyDatabase.of(legacy, damaged.toString()).importInto(journal);
                // events are told of their sessions
                states = counts.unreadable() - salvage.damagedEvents();
            }
            mayHoldDeleted = salvage.mayHoldDeleted();
            moreMayBeLost = salvage.moreMayBeLost();
            return salvage.unreadable() + states;
        } catch (SQLException e) {
            throw SqliteFailures.unwritten("A new database beside " + damaged, e);
        }
    }

    /**
     * Whether SQLite misses something of the table of states, every page of which holds rows: a page that is gone looks
     * like one of no concern. The only page of a table without rows cannot be told from others when it is lost. Where the
     * names of the tables are gone as well, nobody knows.
     */
    private boolean isStateLost(Path copy) {
        return isDamaged(copy, STATE).orElse(false);
    }

    /** Whether a table that is there misses something, or an index of it does; empty where nobody knows. */
    private Optional<Boolean> isDamaged(Path copy, String table) {
        return answer(
                copy, database -> SqliteInspection.has(database, table) && !SqliteInspection.isSound(database, table));
    }

    /** The numbers of all sessions; empty where the table of them, or an index of it, is damaged or cannot be found. */
    private Optional<Set<Long>> knownSessions(Path copy) {
        return answer(copy, database -> {
            if (!SqliteInspection.has(database, SESSIONS) || !SqliteInspection.isSound(database, SESSIONS)) {
                throw SqliteFailures.damaged();
            }
            return Set.copyOf(database.all(row -> row.getLong(1), "SELECT id FROM " + SESSIONS));
        });
    }

    /** Whether all that was deleted is known: a format without the table deletes at once. */
    private boolean isGarbageKnown(Path copy) {
        return !isDamaged(copy, GARBAGE).orElse(true);
    }

    /** Saves what is left; returns how many rows belong to no session. */
    private long writeOurs(PageFile pages, Path result, Path copy) throws IOException {
        // where it is known what was deleted, a session that is missing lost its row
        var garbageKnown = isGarbageKnown(copy);
        var known = garbageKnown ? Optional.<Set<Long>>empty() : knownSessions(copy);
        var salvage = Salvage.of(pages, known);
        if (salvage.sessions().isEmpty() && salvage.states().isEmpty()) {
            throw nothing();
        }
        write(salvage, result);
        // a session that was deleted has no name any more
        mayHoldDeleted = !garbageKnown
                && known.isEmpty()
                && (nameless > 0 || saved.stream().anyMatch(session -> session.name() == Name.LOST));
        // each row counts the events of its session
        moreMayBeLost = isDamaged(copy, SESSIONS).orElse(true);
        var unseen = isStateLost(copy) && salvage.unreadableStates() == 0 ? 1 : 0;
        return salvage.unreadable() + nameless + unseen;
    }

    private ZavoraException nothing() {
        return SqliteFailures.failure(
                "Nothing can be saved of the session database " + damaged + ".",
                "Restore it from a backup, or move the file away to start afresh.");
    }

    private void requireOurs(PageFile pages) {
        if (pages.isIntact() && pages.applicationId() != Schema.APPLICATION_ID && pages.applicationId() != 0) {
            throw Schema.foreign(damaged.toString());
        }
        if (isNamedOurs(pages) && pages.userVersion() > Schema.VERSION) {
            throw SqliteFailures.failure(
                    "The session database " + damaged + " has format " + pages.userVersion() + ", newer than the "
                            + Schema.VERSION + " known here; it was left as it is.",
                    "Update zavora-cli and repair it with that.");
        }
    }

    private void write(Salvage salvage, Path file) throws IOException {
        for (var id : salvage.sessions()) {
            salvage.name(id).ifPresent(taken::add);
        }
        var named = new HashSet<SessionKey>();
        try (var connections = Connections.open(new SqliteUrl(Optional.of(file)))) {
            for (var id : salvage.sessions()) {
                var events = salvage.events(id);
                var row = salvage.row(id);
                var name = salvage.name(id).filter(named::add);
                if (name.isEmpty()
                        && events.stream().allMatch(event -> event.event().isEmpty())) {
                    nameless += events.size();
                    continue;
                }
                var last =
                        row.map(found -> SessionRows.instant(found.updated())).orElseGet(clock::instant);
                var mended =
                        HistoryRepair.mend(events, row.map(Salvage.Row::lastSeq).orElse(0L), last);
                var key = name.orElseGet(this::nextName);
                var session = new NewSession(saved.size() + 1, key, row, mended.events(), last);
                connections.transaction(database -> session.insert(database));
                saved.add(new SavedSession(
                        key,
                        name.isPresent() ? Name.KEPT : Name.LOST,
                        events.size() - mended.unreadable(),
                        mended.missing(),
                        mended.unreadable()));
            }
            connections.transaction(database -> insertStates(database, salvage.states()));
        }
    }

    private SessionKey nextName() {
        SessionKey key;
        do {
            key = new SessionKey(fallback.app(), fallback.user(), "recovered-" + ++renamed);
        } while (!taken.add(key));
        return key;
    }

    private static boolean insertStates(Database database, List<Cell> states) throws SQLException {
        for (var state : states) {
            database.update(
                    "INSERT OR IGNORE INTO journal_state VALUES (?, ?, ?, ?, ?)",
                    state.values().toArray());
        }
        return true;
    }

    /** Gives the new database the first name that is free. */
    private Path publish(Path file) throws IOException {
        for (var number = 1; ; number++) {
            var name = damaged.resolveSibling(damaged.getFileName() + ".repaired" + (number == 1 ? "" : "-" + number));
            try {
                if (DatabaseFile.size(DatabaseFile.log(name)) == 0) {
                    Files.createLink(name, file);
                    DatabaseFile.forceFolder(name);
                    return name;
                }
            } catch (FileAlreadyExistsException e) {
                // the next one
            }
        }
    }

    /** A session as it is written, under a number of the new database: the old one may be the last there is. */
    private record NewSession(long id, SessionKey key, Optional<Salvage.Row> row, List<Event> events, Instant lastUse) {

        boolean insert(Database database) throws SQLException {
            database.update(
                    "INSERT INTO journal_session (id, app, user, session_id, created_unix_ns, updated_unix_ns, last_seq)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    id,
                    key.app(),
                    key.user(),
                    key.id(),
                    row.map(Salvage.Row::created)
                            .orElseGet(() -> SessionRows.nanos(
                                    events.isEmpty()
                                            ? lastUse
                                            : events.getFirst().at())),
                    row.map(Salvage.Row::updated)
                            .orElseGet(() -> SessionRows.nanos(
                                    events.isEmpty()
                                            ? lastUse
                                            : events.getLast().at())),
                    events.size());
            for (var event : events) {
                database.update(
                        "INSERT INTO journal_event (key, entry) VALUES (?, ?)",
                        SessionRows.key(id, event.seq()),
                        EventCodec.write(event.withSeq(0)));
            }
            return true;
        }
    }
}
