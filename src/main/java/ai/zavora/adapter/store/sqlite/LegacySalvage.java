package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.core.session.RepairReport.Name;
import ai.zavora.core.session.RepairReport.SavedSession;
import ai.zavora.core.session.SessionKey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the pages of a damaged database of the earlier Rust version still hold, written into a new one of that version.
 * First comes what the trees of its tables lead to: while these are whole, no other page holds a row that was not deleted.
 * Where they are not, rows in pages that nothing leads to are told by their shape. Indexes tell of rows that are gone.
 */
final class LegacySalvage implements PageCells.Visitor {
    private static final String NAMES = "app_name, user_id, session_id";

    /** The numbers of the events that are there and cannot be read in full. */
    private static final String DAMAGED = "damaged_events";

    /** The tables whose keys tell of rows, each with its index. */
    private static final List<LegacyTables> INDEXED = List.of(LegacyTables.SESSIONS, LegacyTables.EVENTS);

    private final PageFile pages;
    private final Database database;
    private final List<Found> found = new ArrayList<>();
    /** Those of which rows are looked for where nothing leads to. */
    private final Set<LegacyTables> broken = new HashSet<>();
    /** Those of which all rows are known by their keys, so that no other is one. */
    private final Set<LegacyTables> listed = new HashSet<>();

    private boolean isOfTree = true;
    private boolean mayHoldDeleted;
    private boolean moreMayBeLost;
    private long unreadable;

    private LegacySalvage(PageFile pages, Database database) {
        this.pages = pages;
        this.database = database;
    }

    /** A row of a table, or of what its index tells, to be written. */
    private record Found(LegacyTables table, boolean isEntry, long number, List<Object> values) {}

    /**
     * Fills an empty database of nobody else.
     *
     * @param original what the damaged one is called in messages
     * @throws InterruptedWorkException when the thread is interrupted
     */
    static LegacySalvage of(PageFile pages, Database empty, String original) throws IOException, SQLException {
        LegacyTables.complete(empty, original);
        for (var table : LegacyTables.ALL) {
            empty.execute("CREATE INDEX key_" + table.name() + " ON " + table.name() + " (" + table.key() + ")");
        }
        for (var table : INDEXED) {
            empty.execute("CREATE TABLE " + known(table) + " (number INTEGER PRIMARY KEY, " + table.key() + ")");
        }
        var salvage = new LegacySalvage(pages, empty);
        // it is thrown away where it is not filled to the end
        empty.execute("BEGIN");
        var reached = salvage.readTrees();
        if (!salvage.broken.isEmpty()) {
            salvage.readOthers(reached);
        }
        salvage.nameSessionsOfIndex();
        salvage.readEvents();
        empty.execute("COMMIT");
        return salvage;
    }

    private static String known(LegacyTables table) {
        return "known_" + table.name();
    }

    private Set<Integer> readTrees() throws IOException, SQLException {
        var trees = PageTrees.of(pages);
        var reached = new HashSet<Integer>();
        for (var table : LegacyTables.ALL) {
            var rows = trees.table(table.name());
            read(rows.pages());
            reached.addAll(rows.pages());
            if (!rows.whole()) {
                broken.add(table);
            }
        }
        moreMayBeLost = !INDEXED.containsAll(broken);
        for (var table : INDEXED) {
            var key = trees.key(table.name());
            read(key.pages());
            reached.addAll(key.pages());
            compare(table, key);
        }
        return reached;
    }

    /** What the key of a table tells of its rows. */
    private void compare(LegacyTables table, PageTrees.Tree key) throws SQLException {
        if (count(known(table) + " WHERE number NOT IN (SELECT rowid FROM " + table.name() + ")") > 0) {
            broken.add(table);
        }
        var isWhole = key.whole()
                && key.entries() == count(known(table))
                && count(table.name() + " WHERE rowid NOT IN (SELECT number FROM " + known(table) + ")") == 0;
        // that a table leads to all of its rows can be told from its key alone
        moreMayBeLost |= !isWhole;
        if (isWhole && key.entries() > 0) {
            listed.add(table);
        }
    }

    private long count(String rows) throws SQLException {
        return database.number("SELECT count(*) FROM " + rows);
    }

    private void read(Collection<Integer> numbers) throws IOException, SQLException {
        var cells = new PageCells(pages);
        for (var page : numbers) {
            InterruptedWorkException.check();
            cells.each(page, this);
            writeFound();
        }
    }

    /** The pages that nothing leads to any more, and that are not known to be free. */
    private void readOthers(Set<Integer> reached) throws IOException, SQLException {
        isOfTree = false;
        var free = pages.free();
        // the first page holds only the names of the tables
        read(IntStream.rangeClosed(2, pages.count())
                .filter(page -> !reached.contains(page) && !free.numbers().contains(page))
                .boxed()
                .toList());
        mayHoldDeleted &= !free.whole();
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
        // of a row that was deleted nothing is lost, and one that was not is known to be missing
        if (isOfTree || !listed.containsAll(broken)) {
            unreadable++;
        }
    }

    @Override
    public void row(Cell cell) {
        if (cell.rowId() == 0) {
            INDEXED.stream()
                    .filter(table -> table.isKeyOf(cell))
                    .forEach(table -> add(new Found(table, true, cell.number(table.keys()), table.key(cell.values()))));
            return;
        }
        var table = LegacyTables.ofRow(cell);
        if (table.isPresent()) {
            add(new Found(table.get(), false, cell.rowId(), cell.values()));
        } else if (LegacyTables.mayBeRow(cell) || cell.values().contains(Cell.Blank.BROKEN)) {
            broken();
        }
    }

    private void add(Found row) {
        if (isOfTree || (broken.contains(row.table) && !(row.isEntry && listed.contains(row.table)))) {
            found.add(row);
        }
    }

    private void writeFound() throws SQLException {
        for (var row : found) {
            if (isOfTree || isWanted(row)) {
                write(row);
            }
        }
        found.clear();
    }

    /** Of rows that nothing leads to, those that are known, or that may be, and that are not there yet. */
    private boolean isWanted(Found row) throws SQLException {
        var key = row.table.key(row.values);
        if (listed.contains(row.table)) {
            return isIn(known(row.table) + " WHERE number = " + row.number + " AND ", row.table, key);
        }
        var wanted = row.isEntry || !isIn(row.table.name() + " WHERE ", row.table, key);
        mayHoldDeleted |= wanted;
        return wanted;
    }

    private boolean isIn(String rows, LegacyTables table, List<Object> key) throws SQLException {
        return key.stream().allMatch(String.class::isInstance)
                && database.first(
                                row -> true,
                                "SELECT 1 FROM " + rows + "(" + table.key() + ") = (?" + ", ?".repeat(key.size() - 1)
                                        + ")",
                                key.toArray())
                        .isPresent();
    }

    /** Whether there is a row with the key of what is known. */
    private static String isIn(LegacyTables table) {
        return "EXISTS (SELECT 1 FROM " + table.name() + " t WHERE "
                + table.columns().subList(0, table.keys()).stream()
                        .map(column -> "t." + column + " = " + known(table) + "." + column)
                        .collect(Collectors.joining(" AND "))
                + ")";
    }

    private void write(Found row) throws SQLException {
        var values = new @Nullable Object[row.values.size() + 1];
        values[0] = row.number;
        for (var i = 0; i < row.values.size(); i++) {
            values[i + 1] = row.values.get(i) instanceof Cell.Blank ? null : row.values.get(i);
        }
        var insert = row.isEntry
                ? "INSERT OR IGNORE INTO " + known(row.table) + " VALUES (?" + ", ?".repeat(row.values.size()) + ")"
                : row.table.insert();
        database.update(insert, values);
    }

    /** A session of which only its index knows is there, if without a state and times. */
    private void nameSessionsOfIndex() throws SQLException {
        database.execute("INSERT INTO sessions (rowid, " + NAMES + ") SELECT number, " + NAMES + " FROM known_sessions"
                + " WHERE number NOT IN (SELECT rowid FROM sessions) AND NOT " + isIn(LegacyTables.SESSIONS));
    }

    /** Marks the events of which the import can make less than they were. */
    private void readEvents() throws SQLException {
        database.execute("CREATE TABLE " + DAMAGED + " (number INTEGER PRIMARY KEY)");
        database.each(
                row -> {
                    InterruptedWorkException.check();
                    if (LegacyRow.read(row).damaged()) {
                        database.update(
                                "INSERT INTO " + DAMAGED + " VALUES (?)", row.getLong(LegacyRow.COLUMNS.size() + 1));
                    }
                    return true;
                },
                "SELECT " + String.join(", ", LegacyRow.COLUMNS) + ", rowid FROM events");
    }

    boolean isEmpty() throws SQLException {
        return database.number("SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM events)") == 0;
    }

    /** Rows that were there and are in no session. */
    long unreadable() {
        return unreadable;
    }

    /** How many events are there and cannot be read in full. */
    long damagedEvents() throws SQLException {
        return count(DAMAGED);
    }

    /** Whether what was deleted may be among what was found. */
    boolean mayHoldDeleted() {
        return mayHoldDeleted;
    }

    /** Whether rows may be gone of which no key is left to tell. */
    boolean moreMayBeLost() {
        return moreMayBeLost;
    }

    /** What was found of each session. */
    List<SavedSession> sessions() throws SQLException {
        var damaged = "rowid IN (SELECT number FROM " + DAMAGED + ")";
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
                        + " UNION ALL SELECT " + NAMES + ", NOT (" + damaged + "), 0, " + damaged + " FROM events"
                        + " UNION ALL SELECT " + NAMES + ", 0, 1, 0 FROM known_events"
                        + " WHERE number NOT IN (SELECT rowid FROM events)"
                        + " AND NOT " + isIn(LegacyTables.EVENTS)
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
