package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.HistoryRepair.Found;
import ai.zavora.core.session.SessionKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the pages of a damaged database still hold. Rows are told by their shape, since the trees that would lead to them
 * may be gone; of the events only the places are kept in memory.
 */
final class Salvage implements PageCells.Visitor {
    /** The fewest bytes that an event takes: that of a turn's end. */
    private static final int LEAST_EVENT = 32;

    private static final int GARBAGE_COLUMNS = 2;
    private static final int SESSION_COLUMNS = 7;
    private static final int NAME_COLUMNS = 4;
    private static final int RECENT_OR_STATE_COLUMNS = 5;

    private final PageCells cells;
    private final Map<Long, Row> rows = new TreeMap<>();
    private final Map<Long, SessionKey> names = new TreeMap<>();
    private final TreeMap<Long, List<Integer>> events = new TreeMap<>();
    private final TreeMap<Long, Long> garbage = new TreeMap<>();
    private final List<Cell> states = new ArrayList<>();
    private long unreadable;
    private long unreadableStates;
    private int page;

    private Salvage(PageFile pages) {
        this.cells = new PageCells(pages);
    }

    /**
     * Looks at all pages.
     *
     * @param known the numbers of all sessions that there are, where events of others are to be taken for deleted, with
     *     only their space not cleared away yet
     */
    static Salvage of(PageFile pages, Optional<Set<Long>> known) throws IOException {
        var salvage = new Salvage(pages);
        var free = pages.free().numbers();
        // the first page holds only the names of the tables
        for (salvage.page = 2; salvage.page <= pages.count(); salvage.page++) {
            if (!free.contains(salvage.page)) {
                salvage.cells.each(salvage.page, salvage);
            }
        }
        salvage.events.keySet().removeIf(salvage::isGarbage);
        known.ifPresent(there -> salvage.events.keySet().removeIf(key -> !there.contains(SessionRows.session(key))));
        return salvage;
    }

    @Override
    public void broken() {
        unreadable++;
    }

    @Override
    public void row(Cell cell) {
        switch (cell.values().size()) {
            case GARBAGE_COLUMNS -> eventOrGarbage(cell);
            case SESSION_COLUMNS -> session(cell);
            case NAME_COLUMNS -> name(cell);
            case RECENT_OR_STATE_COLUMNS -> {
                if (cell.isText(0) && cell.isText(1) && cell.isNumber(2) && cell.isText(3) && cell.isNumber(4)) {
                    keep(cell.text(0), cell.text(1), cell.text(3), cell.number(4));
                } else if (!cell.isNumber(2)
                        && cell.isText(0)
                        && (cell.text(0).equals("app") || cell.text(0).equals("user"))) {
                    state(cell);
                }
            }
            default -> {
                // a table of no concern
            }
        }
    }

    /** That of an application has no user, and one that was imported as it was may be empty. */
    private void state(Cell cell) {
        if (cell.values().subList(1, 4).stream().allMatch(String.class::isInstance) && cell.isNumber(4)) {
            states.add(cell);
        } else {
            unreadable++;
            unreadableStates++;
        }
    }

    private void eventOrGarbage(Cell cell) {
        if (cell.rowId() == 0 || cell.values().getFirst() != Cell.Blank.NONE) {
            return;
        }
        if (cell.isNumber(1)) {
            garbage.put(cell.rowId(), cell.number(1));
        } else if (SessionRows.seq(cell.rowId()) > 0 && isSession(SessionRows.session(cell.rowId()))) {
            events.computeIfAbsent(cell.rowId(), _ -> new ArrayList<>(1)).add(page);
        } else {
            unreadable++;
        }
    }

    private void session(Cell cell) {
        if (cell.rowId() == 0) {
            return;
        }
        if (!isSession(cell.rowId())
                || !cell.isText(1)
                || !cell.isText(2)
                || !cell.isText(3)
                || !cell.isNumber(4)
                || !cell.isNumber(5)
                || !cell.isNumber(6)) {
            unreadable++;
            return;
        }
        var key = new SessionKey(cell.text(1), cell.text(2), cell.text(3));
        var row = new Row(key, cell.number(4), cell.number(5), plausible(cell.number(6)));
        rows.merge(cell.rowId(), row, (a, b) -> a.lastSeq >= b.lastSeq ? a : b);
    }

    /** The end of a session; 0, for unknown, where the file could not hold so many events. */
    private long plausible(long lastSeq) {
        var room = (long) cells.pages().count() * cells.pages().pageSize() / LEAST_EVENT;
        return lastSeq >= 0 && lastSeq <= Math.min(room, SessionRows.MAX_SEQ) ? lastSeq : 0;
    }

    /** An index holds the names too. */
    private void name(Cell cell) {
        if (cell.isText(0) && cell.isText(1) && cell.isText(2) && cell.isNumber(3)) {
            keep(cell.text(0), cell.text(1), cell.text(2), cell.number(3));
        }
    }

    private void keep(String app, String user, String id, long session) {
        if (isSession(session)) {
            names.putIfAbsent(session, new SessionKey(app, user, id));
        }
    }

    /** Whether a session may have that number. */
    static boolean isSession(long id) {
        return id >= 1 && id <= SessionRows.MAX_SESSION;
    }

    /** Damage may have left a range over a session that is there. */
    private boolean isGarbage(long key) {
        if (name(SessionRows.session(key)).isPresent()) {
            return false;
        }
        var range = garbage.floorEntry(key);
        return range != null && key <= range.getValue();
    }

    /** Rows that were there and are in no session. */
    long unreadable() {
        return unreadable;
    }

    /** Those of them that are of the table of states for certain. */
    long unreadableStates() {
        return unreadableStates;
    }

    List<Cell> states() {
        return states;
    }

    /** The numbers of all sessions of which anything is left. */
    List<Long> sessions() {
        var ids = new TreeSet<>(rows.keySet());
        ids.addAll(names.keySet());
        events.keySet().forEach(key -> ids.add(SessionRows.session(key)));
        return List.copyOf(ids);
    }

    Optional<Row> row(long session) {
        return Optional.ofNullable(rows.get(session));
    }

    Optional<SessionKey> name(long session) {
        return row(session).map(Row::key).or(() -> Optional.ofNullable(names.get(session)));
    }

    /** What is left of a session's events, by position. */
    List<Found> events(long session) throws IOException {
        var found = new ArrayList<Found>();
        var range =
                events.subMap(SessionRows.key(session, 0), true, SessionRows.key(session, SessionRows.MAX_SEQ), true);
        for (var entry : range.entrySet()) {
            found.add(new Found(SessionRows.seq(entry.getKey()), event(entry.getKey(), entry.getValue())));
        }
        return found;
    }

    private Optional<Event> event(long key, List<Integer> places) throws IOException {
        for (var place : places) {
            var finder = new Finder(key);
            cells.each(place, finder);
            if (finder.event.isPresent()) {
                return finder.event;
            }
        }
        return Optional.empty();
    }

    /**
     * A session's row.
     *
     * @param created in nanoseconds since 1970
     * @param updated in nanoseconds since 1970
     */
    record Row(SessionKey key, long created, long updated, long lastSeq) {}

    private static final class Finder implements PageCells.Visitor {
        private final long key;
        private Optional<Event> event = Optional.empty();

        Finder(long key) {
            this.key = key;
        }

        @Override
        public void row(Cell cell) {
            if (cell.rowId() == key && event.isEmpty() && cell.values().size() == GARBAGE_COLUMNS && cell.isText(1)) {
                try {
                    event = Optional.of(EventCodec.read(cell.text(1)));
                } catch (ZavoraException e) {
                    // it is told as unreadable
                }
            }
        }

        @Override
        public void broken() {
            // counted before
        }
    }
}
