package ai.zavora.adapter.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Finds the rows in single pages, without any tree that would lead to them. */
record PageCells(PageFile pages) {
    static final Kind TABLE = new Kind(0x05, 0x0d);
    static final Kind INDEX = new Kind(0x02, 0x0a);
    private static final int HEADER = 8;
    /** The fewest bytes of a page that a row takes, with its pointer. */
    private static final int LEAST = 6;

    /** Tells every row of a page, or that there was one which cannot be read; once where the page itself is nonsense. */
    void each(int number, Visitor visitor) throws IOException {
        var page = pages.page(number);
        var start = start(number);
        var kind = page.get(start);
        var pointers = start + (kind == INDEX.inner ? 12 : HEADER);
        if (kind != TABLE.leaf && kind != INDEX.leaf && kind != INDEX.inner) {
            return;
        }
        var cells = cells(page, start);
        var broken = 0;
        var seen = new HashSet<Integer>();
        for (var i = 0; i < cells && pointers + 2 * i + 2 <= pages.pageSize(); i++) {
            var at = page.getShort(pointers + 2 * i) & 0xffff;
            var cell = seen.add(at) ? read(page, at, kind) : Optional.<Cell>empty();
            cell.ifPresent(visitor::row);
            broken += cell.isPresent() ? 0 : 1;
        }
        if (kind == TABLE.leaf) {
            var nonsense = cells > (pages.usable() - HEADER) / LEAST || seen.size() < cells;
            for (var i = 0; i < (nonsense ? Math.min(1, broken) : broken); i++) {
                visitor.broken();
            }
        }
    }

    /** Where a page begins to hold anything: the first has the header of the file before that. */
    static int start(int number) {
        return number == 1 ? 100 : 0;
    }

    /** How many rows a page holds, or leads past, by its own account. */
    static int cells(ByteBuffer page, int start) {
        return page.getShort(start + 3) & 0xffff;
    }

    private Optional<Cell> read(ByteBuffer page, int at, int kind) throws IOException {
        if (at < HEADER || at >= pages.usable()) {
            return Optional.empty();
        }
        var in = page.duplicate().position(kind == INDEX.inner ? Math.min(at + 4, page.limit()) : at);
        var size = Varint.read(in);
        var rowId = kind == TABLE.leaf ? Varint.read(in) : 0;
        if (size < 1 || size > (long) pages.count() * pages.pageSize() || size > Integer.MAX_VALUE - 8) {
            return Optional.empty();
        }
        var payload = payload(in, (int) size, kind == TABLE.leaf);
        if (payload.isPresent()) {
            return Cell.of(rowId, payload.get());
        }
        // the rest of a long row is gone: its key at least is known
        return rowId == 0
                ? Optional.empty()
                : Optional.of(new Cell(rowId, List.of(Cell.Blank.NONE, Cell.Blank.BROKEN)));
    }

    /** The bytes of a row, of which a long one has only the first in its page and the rest in a chain of others. */
    private Optional<ByteBuffer> payload(ByteBuffer in, int size, boolean table) throws IOException {
        var local = local(size, table);
        if (in.remaining() < local + (local < size ? 4 : 0)) {
            return Optional.empty();
        }
        if (local == size) {
            return Optional.of(in.slice(in.position(), size));
        }
        var whole = ByteBuffer.allocate(size).put(in.slice(in.position(), local));
        var next = in.getInt(in.position() + local);
        var seen = new HashSet<Integer>();
        while (whole.hasRemaining()) {
            if (next < 2 || next > pages.count() || !seen.add(next)) {
                return Optional.empty();
            }
            var page = pages.page(next);
            whole.put(page.slice(4, Math.min(pages.usable() - 4, whole.remaining())));
            next = page.getInt(0);
        }
        return Optional.of(whole.flip());
    }

    private int local(int size, boolean table) {
        var usable = pages.usable();
        var most = table ? usable - 35 : (usable - 12) * 64 / 255 - 23;
        if (size <= most) {
            return size;
        }
        var least = (usable - 12) * 32 / 255 - 23;
        var fitting = least + (size - least) % (usable - 4);
        return fitting <= most ? fitting : least;
    }

    /** How the pages of a tree begin: those that lead to others, and the others. */
    record Kind(int inner, int leaf) {}

    /** Is told what is in a page. */
    interface Visitor {
        void row(Cell cell);

        /** There is a row in a table that cannot be read. */
        void broken();
    }
}
