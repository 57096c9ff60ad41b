package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.core.session.RepairReport.Name;
import ai.zavora.core.session.RepairReport.SavedSession;
import ai.zavora.core.session.SessionKey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pages of a damaged database of the earlier Rust version still hold, written into a new one of that version.
 * Rows are told by their shape, since the trees that would lead to them may be gone; indexes tell of rows that are.
 */
final class LegacySalvage implements PageCells.Visitor {
    private static final String NAMES = "app_name, user_id, session_id";
    /** The id and names of an event, and the number of its row. */
    private static final int EVENT_INDEX = 5;
    /** The names of a session, and the number of its row. */
    private static final int SESSION_INDEX = 4;

    private final Database database;
    private final List<Found> found = new ArrayList<>();
    private long unreadable;

    private LegacySalvage(Database database) {
        this.database = database;
    }

    /** A row to be written. */
    private record Found(String insert, long number, List<Object> values) {}

    /**
     * Fills an empty database of nobody else.
     *
     * @param original what the damaged one is called in messages
     * @throws InterruptedWorkException when the thread is interrupted
     */
    static LegacySalvage of(PageFile pages, Database empty, String original) throws IOException, SQLException {
        LegacyTables.complete(empty, original);
        empty.execute("CREATE TABLE known_events (number INTEGER PRIMARY KEY, " + NAMES + ")");
        empty.execute("CREATE TABLE known_sessions (number INTEGER PRIMARY KEY, " + NAMES + ")");
        var salvage = new LegacySalvage(empty);
        var cells = new PageCells(pages);
        var free = pages.free();
        // it is thrown away where it is not filled to the end
        empty.execute("BEGIN");
        // the first page holds only the names of the tables
        for (var page = 2; page <= pages.count(); page++) {
            InterruptedWorkException.check();
            if (!free.contains(page)) {
                cells.each(page, salvage);
                salvage.writeFound();
            }
        }
        salvage.nameSessionsOfIndex();
        empty.execute("COMMIT");
        return salvage;
    }

    /** Whether there is a row that only that version writes; for where nothing else tells what the database is. */
    static boolean isFoundIn(PageFile pages) throws IOException {
        var looking = new Looking();
        var cells = new PageCells(pages);
        for (var page = 1; page <= pages.count() && !looking.isFound; page++) {
            InterruptedWorkException.check();
            cells.each(page, looking);
        }
        return looking.isFound;
    }

    @Override
    public void broken() {
        unreadable++;
    }

    @Override
    public void row(Cell cell) {
        if (cell.rowId() == 0) {
            index(cell);
            return;
        }
        var table = LegacyTables.ofRow(cell);
        if (table.isPresent()) {
            found.add(new Found(table.get().insert(), cell.rowId(), cell.values()));
        } else if (LegacyTables.mayBeRow(cell) || cell.values().contains(Cell.Blank.BROKEN)) {
            unreadable++;
        }
    }

    private void index(Cell cell) {
        var values = cell.values();
        if (values.size() == EVENT_INDEX && areTexts(cell, 4) && cell.isNumber(4)) {
            known("known_events", cell.number(4), values.subList(1, 4));
        } else if (values.size() == SESSION_INDEX && areTexts(cell, 3) && cell.isNumber(3)) {
            known("known_sessions", cell.number(3), values.subList(0, 3));
        }
    }

    private static boolean areTexts(Cell cell, int count) {
        return cell.values().subList(0, count).stream().allMatch(String.class::isInstance);
    }

    private void known(String table, long number, List<Object> names) {
        found.add(new Found("INSERT OR IGNORE INTO " + table + " VALUES (?, ?, ?, ?)", number, names));
    }

    private void writeFound() throws SQLException {
        for (var row : found) {
            var values = new @Nullable Object[row.values.size() + 1];
            values[0] = row.number;
            for (var i = 0; i < row.values.size(); i++) {
                values[i + 1] = row.values.get(i) instanceof Cell.Blank ? null : row.values.get(i);
            }
            database.update(row.insert, values);
        }
        found.clear();
    }

    /** A session of which only its index knows is there, if without a state and times. */
    private void nameSessionsOfIndex() throws SQLException {
        database.execute("INSERT INTO sessions (rowid, " + NAMES + ") SELECT number, " + NAMES + " FROM known_sessions"
                + " WHERE number NOT IN (SELECT rowid FROM sessions)");
    }

    boolean isEmpty() throws SQLException {
        return database.number("SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM events)") == 0;
    }

    /** Rows that were there and are in no session. */
    long unreadable() {
        return unreadable;
    }

    /** What was found of each session. */
    List<SavedSession> sessions() throws SQLException {
        var whole = String.join(" IS NOT NULL AND ", LegacyRow.COLUMNS) + " IS NOT NULL";
        return database.all(
                row -> {
                    var names = new ArrayList<LegacyName>();
                    for (var column = 1; column <= 3; column++) {
                        names.add(LegacyName.read(row, column).nameable());
                    }
                    return new SavedSession(
                            new SessionKey(
                                    names.get(0).text(),
                                    names.get(1).text(),
                                    names.get(2).text()),
                            names.stream().allMatch(LegacyName::readable) ? Name.KEPT : Name.LOST,
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6));
                },
                "SELECT " + NAMES + ", sum(whole), sum(missing), sum(part) FROM ("
                        + " SELECT " + NAMES + ", 0 AS whole, 0 AS missing, 0 AS part FROM sessions"
                        + " UNION ALL SELECT " + NAMES + ", " + whole + ", 0, NOT (" + whole + ") FROM events"
                        + " UNION ALL SELECT " + NAMES + ", 0, 1, 0 FROM known_events"
                        + " WHERE number NOT IN (SELECT rowid FROM events)"
                        + ") GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
    }

    private static final class Looking implements PageCells.Visitor {
        private boolean isFound;

        @Override
        public void row(Cell cell) {
            isFound |= cell.rowId() != 0 && LegacyTables.isCertainRow(cell);
        }

        @Override
        public void broken() {
            // says nothing
        }
    }
}
